"""Sample input, and a variant whose job fails."""

import json

from support.paths import ROOT

SAMPLE_INPUT = json.loads((ROOT / "sample-job" / "execution-input.json").read_text())
FAILING_EXIT_CODE = 7
FAILING_INPUT = {
    **SAMPLE_INPUT,
    "containerOverrides": {"environment": [{"name": "EXIT_CODE", "value": str(FAILING_EXIT_CODE)}]},
}
