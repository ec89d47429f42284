"""Starts, describes and stops executions with boto3. Each reply is checked against the botocore model."""

import json
import uuid

import pytest

from support.sample import FAILING_EXIT_CODE, FAILING_INPUT, SAMPLE_INPUT
from support.wait import wait_for_execution, wait_for_job, wait_until


@pytest.fixture(scope="module")
def start(stepfunctions, state_machine):
    """Starts an execution of the synthesized state machine and returns its ARN."""

    def start(execution_input=SAMPLE_INPUT, **more):
        return stepfunctions.start_execution(
            stateMachineArn=state_machine, input=json.dumps(execution_input), **{"name": str(uuid.uuid4()), **more}
        )["executionArn"]

    return start


@pytest.fixture(scope="module")
def succeeded(stepfunctions, start):
    """Ended execution of the sample input."""
    return wait_for_execution(stepfunctions, start())


@pytest.fixture(scope="module")
def history(stepfunctions, succeeded):
    return stepfunctions.get_execution_history(executionArn=succeeded["executionArn"], maxResults=1000)["events"]


def test_returns_the_job_result_of_the_sample_input(succeeded):
    result = json.loads(succeeded["output"])

    assert succeeded["status"] == "SUCCEEDED"
    assert succeeded["startDate"] <= succeeded["stopDate"]
    assert (result["status"], result["exitCode"], result["category"]) == ("SUCCEEDED", 0, None)


def test_reports_error_and_cause_of_a_failing_job(stepfunctions, start):
    execution = wait_for_execution(stepfunctions, start(FAILING_INPUT))

    assert (execution["status"], execution["error"]) == ("FAILED", "BatchJob.UserError")
    assert json.loads(execution["cause"])["exitCode"] == FAILING_EXIT_CODE


def test_numbers_and_links_the_events_of_the_history(history):
    assert [event["id"] for event in history] == list(range(1, len(history) + 1))
    assert all(event.get("previousEventId", 0) < event["id"] for event in history)
    assert (history[0]["type"], history[-1]["type"]) == ("ExecutionStarted", "ExecutionSucceeded")
    assert [event["timestamp"] for event in history] == sorted(event["timestamp"] for event in history)


def test_writes_nine_events_per_poll_like_aws(history):
    types = [event["type"] for event in history]
    first_wait = types.index("WaitStateEntered")

    assert types[first_wait : first_wait + 9] == [
        "WaitStateEntered",
        "WaitStateExited",
        "TaskStateEntered",
        "LambdaFunctionScheduled",
        "LambdaFunctionStarted",
        "LambdaFunctionSucceeded",
        "TaskStateExited",
        "ChoiceStateEntered",
        "ChoiceStateExited",
    ]


def test_pages_through_the_history(stepfunctions, succeeded, history):
    pages = list(
        stepfunctions.get_paginator("get_execution_history").paginate(
            executionArn=succeeded["executionArn"], PaginationConfig={"PageSize": 5}
        )
    )

    assert len(pages) > 1
    assert all(len(page["events"]) == 5 for page in pages[:-1])
    assert [event for page in pages for event in page["events"]] == history


def test_returns_the_history_in_reverse_order(stepfunctions, succeeded, history):
    reversed_history = stepfunctions.get_execution_history(
        executionArn=succeeded["executionArn"], reverseOrder=True, maxResults=3
    )["events"]

    assert reversed_history == history[:-4:-1]


def test_omits_execution_data_from_the_history_on_request(stepfunctions, succeeded):
    events = stepfunctions.get_execution_history(executionArn=succeeded["executionArn"], includeExecutionData=False)[
        "events"
    ]

    assert "input" not in events[0].get("executionStartedEventDetails", {})


def test_lists_executions_newest_first_in_pages(stepfunctions, state_machine, succeeded, start):
    newer = wait_for_execution(stepfunctions, start({"wait_time": 0}))["executionArn"]

    pages = stepfunctions.get_paginator("list_executions").paginate(
        stateMachineArn=state_machine, PaginationConfig={"PageSize": 1}
    )
    listed = [execution["executionArn"] for page in pages for execution in page["executions"]]
    failed = stepfunctions.list_executions(stateMachineArn=state_machine, statusFilter="FAILED")["executions"]

    assert listed.index(newer) < listed.index(succeeded["executionArn"])
    assert newer in [execution["executionArn"] for execution in failed]
    assert succeeded["executionArn"] not in [execution["executionArn"] for execution in failed]


def test_stops_an_execution(stepfunctions, batch, start, sleeper):
    arn = start({**SAMPLE_INPUT, "jobName": "stopped-execution", "jobDefinition": sleeper})
    by_name = [{"name": "JOB_NAME", "values": ["stopped-execution"]}]
    (job,) = wait_until(lambda: batch.list_jobs(jobQueue=SAMPLE_INPUT["jobQueue"], filters=by_name)["jobSummaryList"], bool)

    stopped = stepfunctions.stop_execution(executionArn=arn, error="Enough", cause="The test has seen it run.")
    execution = stepfunctions.describe_execution(executionArn=arn)

    assert (execution["status"], execution["error"], execution["cause"]) == ("ABORTED", "Enough", "The test has seen it run.")
    assert execution["stopDate"] == stopped["stopDate"]
    (last,) = stepfunctions.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1)["events"]
    assert last["type"] == "ExecutionAborted"
    batch.terminate_job(jobId=job["jobId"], reason="end of the test")
    wait_for_job(batch, job["jobId"])


def test_describes_the_state_machine_of_an_execution(stepfunctions, state_machine, succeeded):
    described = stepfunctions.describe_state_machine_for_execution(executionArn=succeeded["executionArn"])

    assert described["stateMachineArn"] == state_machine
    assert "Wait X Seconds" in json.loads(described["definition"])["States"]


def test_returns_the_running_execution_for_the_same_name_and_input(stepfunctions, state_machine, start):
    first = start(name="idempotent")

    again = start(name="idempotent")
    with pytest.raises(stepfunctions.exceptions.ExecutionAlreadyExists):
        start(FAILING_INPUT, name="idempotent")

    assert again == first
    wait_for_execution(stepfunctions, first)
    with pytest.raises(stepfunctions.exceptions.ExecutionAlreadyExists):
        start(name="idempotent")


@pytest.mark.parametrize(
    ("operation", "arguments", "exception"),
    [
        ("start_execution", {"name": "a b"}, "InvalidName"),
        ("start_execution", {"input": "{"}, "InvalidExecutionInput"),
        ("start_execution", {"stateMachineArn": "nonsense"}, "InvalidArn"),
        ("start_execution", {"stateMachineArn": "MACHINE-none"}, "StateMachineDoesNotExist"),
        ("describe_execution", {"executionArn": "EXECUTION-none"}, "ExecutionDoesNotExist"),
        ("get_execution_history", {"executionArn": "EXECUTION-none"}, "ExecutionDoesNotExist"),
        ("stop_execution", {"executionArn": "EXECUTION-none"}, "ExecutionDoesNotExist"),
        ("list_executions", {"stateMachineArn": "MACHINE-none"}, "StateMachineDoesNotExist"),
        ("list_executions", {"nextToken": "nonsense"}, "InvalidToken"),
        ("describe_state_machine", {"stateMachineArn": "MACHINE-none"}, "StateMachineDoesNotExist"),
    ],
)
def test_raises_the_modeled_exception(stepfunctions, state_machine, operation, arguments, exception):
    missing = {
        "MACHINE-none": f"{state_machine}-none",
        "EXECUTION-none": f"{state_machine.replace(':stateMachine:', ':execution:')}:none",
    }
    given = {name: missing.get(value, value) for name, value in arguments.items()}
    if operation in ("start_execution", "list_executions"):
        given.setdefault("stateMachineArn", state_machine)

    with pytest.raises(getattr(stepfunctions.exceptions, exception)):
        getattr(stepfunctions, operation)(**given)
