"""Runs the rows of the reliability table in another interpreter. Both must agree.

rows.json states why a row cannot run here.
"""

import json
import re

import boto3
import pytest

from support.faults import ENDLESS_JOB, ROWS, SUCCESSFUL_JOB, Faults
from support.wait import wait_for_job

RUNNABLE = [row for row in ROWS if "notOnMinistack" not in row]
TAG = "job-status-poller:execution-arn"


@pytest.fixture(scope="module")
def batch(local):
    """Batch client without reply checks: some jobs under faults do not match the model."""
    return boto3.client(**local.client_settings("batch", "AWS_ENDPOINT_URL_BATCH"))


@pytest.fixture
def faults(local):
    faults = Faults(local.settings["AWS_ENDPOINT_URL_BATCH"])
    yield faults
    faults.load()


def submit_existing(row, faults, batch, settings):
    """Submits a job that belongs to another execution and returns its ID."""
    faults.load(*row["existingJob"]["faults"], ENDLESS_JOB)
    return batch.submit_job(
        jobName="my-job",
        jobQueue=settings["jobQueueArn"],
        jobDefinition=settings["jobDefinitionArn"],
        tags={TAG: "arn:aws:states:us-east-1:123456789012:execution:another:another"},
    )["jobId"]


def describe_own_jobs(batch, settings, execution_arn):
    filters = [{"name": "JOB_NAME", "values": ["my-job"]}]
    listed = batch.list_jobs(jobQueue=settings["jobQueueArn"], filters=filters)["jobSummaryList"]
    jobs = batch.describe_jobs(jobs=[job["jobId"] for job in listed])["jobs"] if listed else []
    return [job for job in jobs if job["tags"].get(TAG) == execution_arn]


def test_runs_most_rows_and_states_why_others_cannot_run():
    assert len(RUNNABLE) >= 40
    assert all(row["notOnMinistack"] for row in ROWS if row not in RUNNABLE)


@pytest.mark.parametrize("row", RUNNABLE, ids=lambda row: row["name"])
def test_ends_as_listed_in_the_table(row, run, faults, batch, local):
    existing = submit_existing(row, faults, batch, local.settings) if "existingJob" in row else ""
    faults.load(*row.get("faults", []), SUCCESSFUL_JOB)
    job = {"jobName": "my-job", "jobQueue": local.settings["jobQueueArn"], "jobDefinition": local.settings["jobDefinitionArn"]}
    given = {**({} if "jobId" in row.get("input", {}) else job), "wait_time": 10, **row.get("input", {})}

    execution = run(re.sub(r"\W+", "-", row["name"])[:60], json.loads(json.dumps(given).replace("$existingJobId", existing)))

    expected = row["expect"]
    has_failed = "status" in expected
    calls = faults.count_calls("SubmitJob")
    # In MiniStack, a failed execution also has an output.
    result = json.loads(execution["cause"] if has_failed else execution["output"])
    own = describe_own_jobs(batch, local.settings, execution["executionArn"])
    assert (execution["status"], execution.get("error")) == (expected.get("status", "SUCCEEDED"), expected.get("error"))
    assert "category" in result, execution
    assert (result["category"], result["retryable"]) == (expected.get("category"), expected.get("retryable", False))
    assert result["exitCode"] == expected.get("exitCode", None if has_failed else 0)
    assert calls == expected.get("submitJobCalls", 1)
    assert result.items() >= expected.get("result", {}).items()
    assert [job for job in own if job["status"] not in ("SUCCEEDED", "FAILED")] == []
    if existing:
        ends_well = row["existingJob"]["faults"][0]["exitCode"] == 0
        assert wait_for_job(batch, existing)["status"] == ("SUCCEEDED" if ends_well else "FAILED")
