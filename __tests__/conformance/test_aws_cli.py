"""Calls both endpoints with the AWS CLI, configured only with AWS_ENDPOINT_URL_* variables."""

import json

import pytest

from support.aws_cli import AwsCli
from support.job_definitions import fargate
from support.sample import FAILING_EXIT_CODE, FAILING_INPUT, SAMPLE_INPUT
from support.wait import wait_until


@pytest.fixture(scope="module")
def aws(local, tmp_path_factory):
    return AwsCli(local.settings, tmp_path_factory.mktemp("aws-cli"))


@pytest.fixture(scope="module")
def register(aws):
    def register(name, *command):
        given = json.dumps({"jobDefinitionName": name, **fargate(*command)})
        return aws("batch", "register-job-definition", "--cli-input-json", given)["jobDefinitionArn"]

    return register


@pytest.fixture(scope="module")
def wait_for_job(aws):
    def wait_for_job(job_id, *statuses):
        wanted = statuses or ("SUCCEEDED", "FAILED")
        return wait_until(
            lambda: aws("batch", "describe-jobs", "--jobs", job_id)["jobs"][0], lambda job: job["status"] in wanted
        )

    return wait_for_job


def test_submits_a_job_and_reads_its_log(aws, register, queue, wait_for_job):
    definition = register("cli-greeter", "echo", "Ref::text")

    job_id = aws(
        "batch", "submit-job", "--job-name", "cli", "--job-queue", queue, "--job-definition", definition,
        "--parameters", "text=hello from the CLI",
    )["jobId"]  # fmt: skip
    job = wait_for_job(job_id)

    assert (job["status"], job["container"]["exitCode"]) == ("SUCCEEDED", 0)
    stream = job["container"]["logStreamName"]
    events = aws("logs", "get-log-events", "--log-group-name", "/aws/batch/job", "--log-stream-name", stream)["events"]
    assert [event["message"] for event in events] == ["hello from the CLI"]
    group = "/aws/batch/job"
    found = aws("logs", "filter-log-events", "--log-group-name", group, "--filter-pattern", '"from the CLI"')["events"]
    assert [event["message"] for event in found if event["logStreamName"] == stream] == ["hello from the CLI"]
    assert [each["logGroupName"] for each in aws("logs", "describe-log-groups")["logGroups"]] == [group]


def test_lists_and_terminates_a_job(aws, register, queue, wait_for_job):
    definition = register("cli-sleeper", "sleep", "600")
    job_id = aws(
        "batch", "submit-job", "--job-name", "cli-sleeper", "--job-queue", queue, "--job-definition", definition
    )["jobId"]  # fmt: skip
    wait_for_job(job_id, "RUNNING")

    listed = aws("batch", "list-jobs", "--job-queue", queue, "--filters", "name=JOB_NAME,values=cli-sleeper")
    aws("batch", "terminate-job", "--job-id", job_id, "--reason", "seen enough")

    assert [job["jobId"] for job in listed["jobSummaryList"]] == [job_id]
    assert wait_for_job(job_id)["statusReason"] == "seen enough"


def test_cancels_a_job(aws, register, queue, wait_for_job):
    definition = register("cli-dependency", "sleep", "600")
    submit = ["batch", "submit-job", "--job-name", "cli-cancel", "--job-queue", queue, "--job-definition", definition]
    running = aws(*submit)["jobId"]
    waiting = aws(*submit, "--depends-on", f"jobId={running}")["jobId"]
    wait_for_job(waiting, "PENDING")

    aws("batch", "cancel-job", "--job-id", waiting, "--reason", "changed my mind")

    assert wait_for_job(waiting)["statusReason"] == "changed my mind"
    aws("batch", "terminate-job", "--job-id", running, "--reason", "end of the test")
    wait_for_job(running)


@pytest.fixture(scope="module")
def run_execution(aws, state_machine):
    """Starts an execution and waits until it has ended."""

    def run_execution(execution_input):
        arn = aws(
            "stepfunctions", "start-execution", "--state-machine-arn", state_machine,
            "--input", json.dumps(execution_input),
        )["executionArn"]  # fmt: skip
        return wait_until(
            lambda: aws("stepfunctions", "describe-execution", "--execution-arn", arn),
            lambda execution: execution["status"] != "RUNNING",
        )

    return run_execution


def test_runs_the_sample_input_and_reads_its_history(aws, run_execution, state_machine):
    execution = run_execution(SAMPLE_INPUT)
    arn = execution["executionArn"]

    # The CLI follows nextToken, so this reads several pages.
    history = aws("stepfunctions", "get-execution-history", "--execution-arn", arn, "--page-size", "10")["events"]
    newest = aws("stepfunctions", "get-execution-history", "--execution-arn", arn, "--reverse-order")["events"]
    listed = aws("stepfunctions", "list-executions", "--state-machine-arn", state_machine)["executions"]

    assert execution["status"] == "SUCCEEDED"
    assert json.loads(execution["output"])["status"] == "SUCCEEDED"
    assert [event["id"] for event in history] == list(range(1, len(history) + 1))
    assert newest == history[::-1]
    assert arn in [each["executionArn"] for each in listed]


def test_reports_the_error_of_a_failing_job(run_execution):
    execution = run_execution(FAILING_INPUT)

    assert (execution["status"], execution["error"]) == ("FAILED", "BatchJob.UserError")
    assert json.loads(execution["cause"])["exitCode"] == FAILING_EXIT_CODE


def test_stops_an_execution(aws, state_machine):
    arn = aws(
        "stepfunctions", "start-execution", "--state-machine-arn", state_machine, "--input", json.dumps(SAMPLE_INPUT)
    )["executionArn"]  # fmt: skip

    aws("stepfunctions", "stop-execution", "--execution-arn", arn, "--error", "Enough", "--cause", "seen it")
    execution = aws("stepfunctions", "describe-execution", "--execution-arn", arn)

    assert (execution["status"], execution["error"], execution["cause"]) == ("ABORTED", "Enough", "seen it")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("batch", "submit-job", "--job-name", "n", "--job-queue", "none", "--job-definition", "n"), "ClientException"),
        (("stepfunctions", "describe-execution", "--execution-arn", "EXECUTION"), "ExecutionDoesNotExist"),
    ],
)
def test_prints_the_error_code(aws, state_machine, arguments, error):
    missing = state_machine.replace(":stateMachine:", ":execution:") + ":none"

    completed = aws.run(*[missing if argument == "EXECUTION" else argument for argument in arguments])

    assert completed.returncode != 0
    assert f"An error occurred ({error})" in completed.stderr
