"""Faults of the local Batch endpoint, and the rows of the reliability table; docs/local-faults.md says what there is."""

import json
import urllib.request

from support.paths import ROOT

ROWS = json.loads((ROOT / "__tests__" / "reliability" / "rows.json").read_text())["rows"]
# Ends a job that no fault ends.
USUAL_JOB = {"fault": "Exited", "exitCode": 0, "afterSeconds": 30}
LASTING_JOB = {**USUAL_JOB, "afterSeconds": 10_000_000}


class Faults:
    def __init__(self, batch_url):
        self._url = f"{batch_url}/_faults"

    def load(self, *faults):
        body = json.dumps({"faults": faults}).encode()
        with urllib.request.urlopen(urllib.request.Request(self._url, body, method="POST"), timeout=30) as reply:
            assert reply.status == 200

    def count_calls(self, operation):
        """Calls since the faults were loaded."""
        with urllib.request.urlopen(self._url, timeout=30) as reply:
            return json.load(reply)["calls"].get(operation, 0)
