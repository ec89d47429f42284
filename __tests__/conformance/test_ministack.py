"""Runs the synthesized definition and the built bundles in another interpreter.

docs/emulators.md lists the differences of MiniStack from AWS. The tests of known differences show each one.
"""

import json

from support.sample import FAILING_EXIT_CODE, FAILING_INPUT, SAMPLE_INPUT


def test_returns_the_job_result_of_the_sample_input(run):
    execution = run("succeeds", SAMPLE_INPUT)

    assert execution["status"] == "SUCCEEDED", execution
    result = json.loads(execution["output"])
    assert (result["status"], result["exitCode"], result["category"]) == ("SUCCEEDED", 0, None)
    assert result["polls"] >= 1


def test_reports_error_and_cause_of_a_failing_job(run):
    execution = run("fails", FAILING_INPUT)

    assert (execution["status"], execution["error"]) == ("FAILED", "BatchJob.UserError")
    cause = json.loads(execution["cause"])
    assert (cause["category"], cause["exitCode"], cause["status"]) == ("UserError", FAILING_EXIT_CODE, "FAILED")


def test_known_difference_the_name_of_a_lambda_error_is_lost(run):
    # On AWS: BatchJob.InvalidRequest, whose JobResult names the field.
    execution = run("rejects", {**SAMPLE_INPUT, "wait_time": 0})

    assert (execution["status"], execution["error"]) == ("FAILED", "Runtime.HandlerError")
    assert "the Lambda function failed with Runtime.HandlerError" in json.loads(execution["cause"])["statusReason"]


def test_known_difference_the_redrive_count_is_null(run_machine):
    # On AWS: 0 on the first run of an execution.
    state = {"Type": "Pass", "Parameters": {"count.$": "$$.Execution.RedriveCount"}, "End": True}

    execution = run_machine("context", json.dumps({"StartAt": "Only", "States": {"Only": state}}), {})

    assert json.loads(execution["output"]) == {"count": None}


def test_known_difference_the_sync_integration_is_missing(run_machine, synthesize):
    # On AWS: waits for the job.
    execution = run_machine("sync", synthesize("sync").state_machine["definition"], SAMPLE_INPUT)

    assert (execution["status"], execution["error"]) == ("FAILED", "BatchApi.Server")
    assert "batch:submitJob.sync is not yet implemented in MiniStack" in execution["cause"]
