"""Tests of the walker and the reply checker: they must find violations."""

import json

import botocore.session
import pytest

from support.reply_checker import reply_violations

SESSION = botocore.session.get_session()
JOB = {"jobId": "1", "jobName": "n", "jobQueue": "q", "status": "RUNNING", "startedAt": 1767225600000, "jobDefinition": "d"}
EXECUTION = {"executionArn": "a", "stateMachineArn": "s", "name": "n", "status": "RUNNING", "startDate": 1767225600.5}


def violations(service, operation, body, status=200, **headers):
    model = SESSION.get_service_model(service).operation_model(operation)
    content_type = {"batch": "application/json", "stepfunctions": "application/x-amz-json-1.0"}[service]
    given = {"Content-Type": content_type, "x-amzn-RequestId": "r", **headers}
    return list(reply_violations(model, {"status_code": status, "headers": given, "body": json.dumps(body).encode()}))


def job(**changes):
    return {"jobs": [{name: value for name, value in {**JOB, **changes}.items() if value is not ...}]}


def test_accepts_replies_of_aws():
    assert violations("batch", "DescribeJobs", job()) == []
    assert violations("stepfunctions", "ListExecutions", {"executions": [EXECUTION]}) == []


@pytest.mark.parametrize("status", ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "FAILED"])
def test_accepts_a_job_without_start_time_before_it_has_started(status):
    assert violations("batch", "DescribeJobs", job(startedAt=..., status=status)) == []


@pytest.mark.parametrize("changes", [{"status": "RUNNING"}, {"status": "FAILED", "attempts": [{}]}])
def test_requires_the_start_time_of_a_started_job(changes):
    found = violations("batch", "DescribeJobs", job(startedAt=..., **changes))

    assert found == ["$.jobs[0].startedAt: required by JobDetail, missing"]


@pytest.mark.parametrize(
    ("body", "violation"),
    [
        (job(colour="red"), "$.jobs[0].colour: unknown member of JobDetail"),
        (job(jobQueue=...), "$.jobs[0].jobQueue: required by JobDetail, missing"),
        (job(jobName=7), "$.jobs[0].jobName: must be a string, got 7"),
        (job(status="WAITING"), "'WAITING' is not one of SUBMITTED"),
        (job(stoppedAt=None), "$.jobs[0].stoppedAt: null"),
        (job(startedAt=1767225600), "is not a recent time in milliseconds"),
        (job(startedAt="2026-01-01T00:00:00Z"), "must be a long, got '2026"),
        (job(container={"exitCode": True}), "$.jobs[0].container.exitCode: must be a integer, got True"),
        (job(container={"environment": [{"name": "A", "val": "1"}]}), "environment[0].val: unknown member of KeyValuePair"),
        (job(tags={"a": 1}), "$.jobs[0].tags.a: must be a string, got 1"),
        (job(attempts={}), "$.jobs[0].attempts: must be a list, got {}"),
    ],
)
def test_names_the_violation_in_a_batch_reply(body, violation):
    found = violations("batch", "DescribeJobs", body)

    assert len(found) == 1
    assert violation in found[0]


@pytest.mark.parametrize(
    ("start_date", "violation"),
    [(1767225600500, "is not a recent time in seconds"), ("2026-01-01T00:00:00Z", "must be a timestamp, got '2026")],
)
def test_names_a_timestamp_in_the_wrong_format(start_date, violation):
    found = violations("stepfunctions", "ListExecutions", {"executions": [{**EXECUTION, "startDate": start_date}]})

    assert len(found) == 1
    assert violation in found[0]


def test_names_an_error_that_is_not_in_the_model():
    found = violations("stepfunctions", "StartExecution", {"__type": "NoSuchThing", "message": "m"}, status=400)

    assert len(found) == 1
    assert "error 'NoSuchThing' is not in the model" in found[0]


def test_names_a_wrong_status_and_a_missing_message_of_an_error():
    found = violations("batch", "SubmitJob", {}, status=500, **{"x-amzn-ErrorType": "ClientException"})

    assert found == ["error ClientException must have status 400, got 500", "error ClientException has no message"]


def test_names_a_wrong_content_type():
    assert violations("batch", "CancelJob", {}, **{"Content-Type": "text/plain"}) == [
        "content-type must be application/json, got 'text/plain'"
    ]
