"""Validates the synthesized definitions with statelint, an independent implementation of the States Language."""

import pytest
from statelint.linter import Linter

# The States Language requires a float and accepts an integer. JSON does not distinguish them, but statelint does.
BACKOFF_RATE = "is 2 but should be a Float"
# The States Language allows a JSONata string for TimeoutSeconds. statelint 3.1.0 does not support that yet.
JSONATA_TIMEOUT = "but should be an Integer"

FINDINGS = {
    "poll": [
        f"State Machine.States.{state}.Retry[0].BackoffRate {BACKOFF_RATE}"
        for state in ("Submit Job", "Get Job Status")
    ],
    "sync": [
        'State Machine.States.Submit Job.TimeoutSeconds is "{% $states.input.overall_timeout != null '
        f'? $states.input.overall_timeout : 99999999 %}}" {JSONATA_TIMEOUT}'
    ],
}


@pytest.mark.parametrize("integration", ["poll", "sync"])
def test_reports_only_known_false_positives(synthesize, integration):
    definition = synthesize(integration).definition

    assert Linter.validate(definition) == FINDINGS[integration]


@pytest.mark.parametrize("integration", ["poll", "sync"])
def test_reports_a_transition_to_a_missing_state(synthesize, integration):
    definition = synthesize(integration).definition
    definition["States"]["Submit Job"]["Catch"][0]["Next"] = "Nowhere"

    found = Linter.validate(definition)

    assert any("Nowhere" in finding for finding in found)
