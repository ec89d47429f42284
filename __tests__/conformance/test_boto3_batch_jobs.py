"""Submits, lists, describes and ends jobs with boto3. Each reply is checked against the botocore model."""

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from support.wait import wait_for_job


def submit(batch, queue, definition, name="conformance", **more):
    return batch.submit_job(jobName=name, jobQueue=queue, jobDefinition=definition, **more)["jobId"]


def test_checks_every_reply(batch, checker):
    before = checker.checked["batch.DescribeJobQueues"]

    batch.describe_job_queues()

    assert checker.checked["batch.DescribeJobQueues"] == before + 1


def test_runs_a_job_and_stores_its_log(batch, logs, queue, register):
    definition = register("greeter", "sh", "-c", 'echo "hello $NAME $0"', "Ref::who")

    job_id = submit(
        batch, queue, definition, parameters={"who": "world"}, containerOverrides={"environment": [{"name": "NAME", "value": "big"}]}
    )
    job = wait_for_job(batch, job_id)

    assert (job["status"], job["container"]["exitCode"], len(job["attempts"])) == ("SUCCEEDED", 0, 1)
    assert job["createdAt"] <= job["startedAt"] <= job["stoppedAt"]
    stream = job["container"]["logStreamName"]
    events = logs.get_log_events(logGroupName="/aws/batch/job", logStreamName=stream, startFromHead=True)["events"]
    assert [event["message"] for event in events] == ["hello big world"]


def test_finds_events_in_the_log_of_a_job(batch, logs, queue, register):
    definition = register("searched", "sh", "-c", "echo one; echo two words; echo three")
    job = wait_for_job(batch, submit(batch, queue, definition))
    stream = job["container"]["logStreamName"]
    query = {"logGroupName": "/aws/batch/job", "logStreamNames": [stream]}

    pages = list(logs.get_paginator("filter_log_events").paginate(**query, PaginationConfig={"PageSize": 2}))
    found = logs.filter_log_events(**query, filterPattern='?one ?"two words"')["events"]
    groups = logs.describe_log_groups(logGroupNamePrefix="/aws/batch/job")["logGroups"]
    (described,) = logs.describe_log_streams(logGroupName="/aws/batch/job", logStreamNamePrefix=stream)["logStreams"]

    assert [[event["message"] for event in page["events"]] for page in pages] == [["one", "two words"], ["three"]]
    assert [event["message"] for event in found] == ["one", "two words"]
    # Other tests write to groups with a longer name.
    (group,) = [group for group in groups if group["logGroupName"] == "/aws/batch/job"]
    assert described["arn"] == f"{group['logGroupArn']}:log-stream:{stream}"


def test_rejects_a_live_tail_by_name(local):
    settings = local.client_settings("logs", "AWS_ENDPOINT_URL_BATCH")
    # The model of botocore does not have the error, so this client is not checked against it.
    logs = boto3.client(**settings, config=Config(inject_host_prefix=False))

    with pytest.raises(ClientError, match="local CloudWatch Logs does not support StartLiveTail"):
        logs.start_live_tail(logGroupIdentifiers=["arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/job"])


def test_describes_a_failed_job(batch, queue, register):
    definition = register("failing", "sh", "-c", "exit 3")

    job = wait_for_job(batch, submit(batch, queue, definition))

    assert job["status"] == "FAILED"
    assert job["statusReason"] == "Essential container in task exited"
    assert (job["container"]["exitCode"], job["attempts"][0]["container"]["exitCode"]) == (3, 3)


def test_retries_a_job_with_its_retry_strategy(batch, queue, register):
    definition = register("retried", "sh", "-c", "exit 9")
    strategy = {"attempts": 3, "evaluateOnExit": [{"onExitCode": "9", "action": "RETRY"}]}

    job = wait_for_job(batch, submit(batch, queue, definition, retryStrategy=strategy))

    assert [attempt["container"]["exitCode"] for attempt in job["attempts"]] == [9, 9, 9]


def test_runs_the_children_of_an_array_job(batch, queue, register):
    definition = register("array", "sh", "-c", 'exit "$AWS_BATCH_JOB_ARRAY_INDEX"')

    parent = submit(batch, queue, definition, arrayProperties={"size": 2})
    job = wait_for_job(batch, parent)

    assert job["status"] == "FAILED"
    summary = job["arrayProperties"]["statusSummary"]
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (1, 1)
    (failed,) = batch.list_jobs(arrayJobId=parent, jobStatus="FAILED")["jobSummaryList"]
    assert (failed["jobId"], failed["arrayProperties"]["index"]) == (f"{parent}:1", 1)


def test_terminates_a_running_job_with_the_given_reason(batch, queue, sleeper):
    job_id = submit(batch, queue, sleeper)
    wait_for_job(batch, job_id, "RUNNING")

    batch.terminate_job(jobId=job_id, reason="no longer needed")
    job = wait_for_job(batch, job_id)

    assert (job["status"], job["statusReason"], job["isTerminated"]) == ("FAILED", "no longer needed", True)


def test_accepts_to_stop_a_job_that_does_not_exist(batch):
    unknown = "00000000-0000-0000-0000-000000000000"

    batch.terminate_job(jobId=unknown, reason="none")
    batch.cancel_job(jobId=unknown, reason="none")


def test_waits_for_a_sequential_dependency_on_a_job(batch, queue, register):
    definition = register("sequential", "true")
    first = submit(batch, queue, definition)

    job = wait_for_job(batch, submit(batch, queue, definition, dependsOn=[{"jobId": first, "type": "SEQUENTIAL"}]))

    assert job["status"] == "SUCCEEDED"
    assert job["startedAt"] >= batch.describe_jobs(jobs=[first])["jobs"][0]["stoppedAt"]


def test_cancels_a_job_with_a_pending_dependency(batch, queue, sleeper):
    running = submit(batch, queue, sleeper)
    waiting = submit(batch, queue, sleeper, dependsOn=[{"jobId": running}])
    wait_for_job(batch, waiting, "PENDING")

    batch.cancel_job(jobId=waiting, reason="changed my mind")
    job = wait_for_job(batch, waiting)

    assert (job["status"], job["statusReason"], job["isCancelled"]) == ("FAILED", "changed my mind", True)
    assert wait_for_job(batch, running, "RUNNING")["status"] == "RUNNING"
    batch.terminate_job(jobId=running, reason="end of the test")
    wait_for_job(batch, running)


def test_lists_jobs_by_name_newest_first_in_pages(batch, queue, register):
    definition = register("listed", "true")
    submitted = [submit(batch, queue, definition, name="Listed-By-Name") for _ in range(5)]
    submit(batch, queue, definition, name="listed-by-another-name")
    query = {"jobQueue": queue, "filters": [{"name": "JOB_NAME", "values": ["listed-by-name"]}]}

    pages = list(batch.get_paginator("list_jobs").paginate(**query, PaginationConfig={"PageSize": 2}))

    assert [len(page["jobSummaryList"]) for page in pages] == [2, 2, 1]
    listed = [job["jobId"] for page in pages for job in page["jobSummaryList"]]
    assert listed == submitted[::-1]
    for job_id in submitted:
        wait_for_job(batch, job_id)


def test_lists_jobs_by_status_with_running_as_the_default(batch, queue, sleeper, register):
    running = submit(batch, queue, sleeper)
    ended = submit(batch, queue, register("listed-by-status", "true"))
    wait_for_job(batch, running, "RUNNING")
    wait_for_job(batch, ended, "SUCCEEDED")

    by_default = batch.list_jobs(jobQueue=queue)["jobSummaryList"]
    succeeded = batch.list_jobs(jobQueue=queue, jobStatus="SUCCEEDED")["jobSummaryList"]

    assert [job["jobId"] for job in by_default] == [running]
    assert ended in [job["jobId"] for job in succeeded]
    assert running not in [job["jobId"] for job in succeeded]
    batch.terminate_job(jobId=running, reason="end of the test")
    wait_for_job(batch, running)


@pytest.mark.parametrize(
    ("filter_name", "value", "is_listed"),
    [
        ("AFTER_CREATED_AT", "1", True),
        ("BEFORE_CREATED_AT", "1", False),
        ("JOB_DEFINITION", "filtered*", True),
        ("JOB_NAME", "FILTER*", True),
    ],
)
def test_filters_jobs(batch, queue, register, filter_name, value, is_listed):
    job_id = submit(batch, queue, register("filtered", "true"), name="filter-me")
    wait_for_job(batch, job_id)

    listed = batch.list_jobs(jobQueue=queue, filters=[{"name": filter_name, "values": [value]}])["jobSummaryList"]

    assert (job_id in [job["jobId"] for job in listed]) is is_listed


def test_omits_unknown_jobs_from_describe_jobs(batch):
    assert batch.describe_jobs(jobs=["00000000-0000-0000-0000-000000000000"])["jobs"] == []


def test_tags_a_job(batch, queue, register):
    job_id = submit(batch, queue, register("tagged", "true"), tags={"team": "blue"})
    arn = wait_for_job(batch, job_id)["jobArn"]

    batch.tag_resource(resourceArn=arn, tags={"cost": "low"})
    batch.untag_resource(resourceArn=arn, tagKeys=["team"])

    assert batch.list_tags_for_resource(resourceArn=arn)["tags"] == {"cost": "low"}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"jobQueue": "no-such-queue"}, "no-such-queue"),
        ({"jobDefinition": "no-such-definition"}, "no-such-definition"),
        ({"jobName": "not a name!"}, "not a name!"),
        ({"arrayProperties": {"size": 1}}, "1"),
        ({"timeout": {"attemptDurationSeconds": 59}}, "59"),
    ],
)
def test_rejects_an_invalid_submission_with_the_modeled_exception(batch, queue, sleeper, changes, text):
    with pytest.raises(batch.exceptions.ClientException, match=text) as failure:
        batch.submit_job(**{"jobName": "refused", "jobQueue": queue, "jobDefinition": sleeper, **changes})

    assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_raises_an_exception_for_a_missing_log_stream(logs):
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.get_log_events(logGroupName="/aws/batch/job", logStreamName="none")
