"""Ctrl-C in `poller local` ends all child processes."""

import json

import boto3

from support.job_definitions import fargate
from support.local_environment import LocalEnvironment
from support.sample import SAMPLE_INPUT
from support.wait import wait_for_job, wait_until


def test_ends_running_jobs_and_functions_on_ctrl_c():
    local = LocalEnvironment(speed=60)
    batch = boto3.client(**local.client_settings("batch", "AWS_ENDPOINT_URL_BATCH"))
    stepfunctions = boto3.client(**local.client_settings("stepfunctions", "AWS_ENDPOINT_URL_SFN"))
    batch.register_job_definition(jobDefinitionName="left-alone", **fargate("sh", "-c", "sleep 600 & sleep 600"))
    given = {**SAMPLE_INPUT, "jobDefinition": "left-alone"}
    stepfunctions.start_execution(stateMachineArn=local.settings["stateMachineArn"], input=json.dumps(given))
    query = {"jobQueue": local.settings["jobQueueArn"], "filters": [{"name": "JOB_NAME", "values": ["my-job"]}]}
    (job,) = wait_until(lambda: batch.list_jobs(**query)["jobSummaryList"], bool)
    wait_for_job(batch, job["jobId"], "RUNNING")

    exit_code, children, remaining = local.stop()

    assert any("sleep 600" in command for command in children.values())
    assert (exit_code, remaining) == (0, {})
