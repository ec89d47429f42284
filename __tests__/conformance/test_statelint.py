"""The synthesized definitions, read by statelint, which knows the States Language from its own tables."""

import pytest
from statelint.linter import Linter

# The States Language wants a float and takes an integer for one; JSON knows no difference, but statelint does.
BACKOFF_RATE = "is 2 but should be a Float"
# The States Language lets TimeoutSeconds be a JSONata string; statelint 3.1.0 does not know that yet.
JSONATA_TIMEOUT = "but should be an Integer"

FINDINGS = {
    "poll": [
        f"State Machine.States.{state}.Retry[{retrier}].BackoffRate {BACKOFF_RATE}"
        for state in ("Submit Job", "Get Job Status")
        for retrier in (0, 1)
    ],
    "sync": [
        'State Machine.States.Submit Job.TimeoutSeconds is "{% $exists($states.input.overall_timeout) '
        f'? $states.input.overall_timeout : 99999999 %}}" {JSONATA_TIMEOUT}'
    ],
}


@pytest.mark.parametrize("integration", ["poll", "sync"])
def test_finds_only_what_is_known_to_be_right(synthesize, integration):
    definition = synthesize(integration).definition

    assert Linter.validate(definition) == FINDINGS[integration]


@pytest.mark.parametrize("integration", ["poll", "sync"])
def test_would_find_a_transition_to_nowhere(synthesize, integration):
    definition = synthesize(integration).definition
    definition["States"]["Submit Job"]["Catch"][0]["Next"] = "Nowhere"

    found = Linter.validate(definition)

    assert any("Nowhere" in finding for finding in found)
