"""Faults of the local Batch endpoint (docs/local-faults.md), and the rows of the reliability table."""

import json
import urllib.request

from support.paths import ROOT

ROWS = json.loads((ROOT / "__tests__" / "reliability" / "rows.json").read_text())["rows"]
# Result of a job without a fault that ends it.
SUCCESSFUL_JOB = {"fault": "Exited", "exitCode": 0, "afterSeconds": 30}
ENDLESS_JOB = {**SUCCESSFUL_JOB, "afterSeconds": 10_000_000}


class Faults:
    def __init__(self, batch_url):
        self._url = f"{batch_url}/_faults"

    def load(self, *faults):
        body = json.dumps({"faults": faults}).encode()
        with urllib.request.urlopen(urllib.request.Request(self._url, body, method="POST"), timeout=30) as reply:
            assert reply.status == 200

    def count_calls(self, operation):
        """Returns the number of calls since the faults were loaded."""
        with urllib.request.urlopen(self._url, timeout=30) as reply:
            return json.load(reply)["calls"].get(operation, 0)
