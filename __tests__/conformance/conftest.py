import json
import os

import boto3
import pytest

from support.job_definitions import fargate
from support.local_environment import LocalEnvironment
from support.ministack import MiniStack
from support.processes import descendants_of
from support.reply_checker import ReplyChecker
from support.synthesized import SETTINGS, SynthesizedStack, build_lambdas
from support.wait import wait_for_execution

# Seconds on the clock of the endpoints per real second.
SPEED = 60


@pytest.fixture(scope="session", autouse=True)
def no_processes_remain():
    """Checks that no child processes remain. Requested first, so it is torn down last."""
    yield
    assert descendants_of(os.getpid()) == {}


@pytest.fixture(scope="session")
def local(no_processes_remain):
    """Local endpoints, started once for all tests."""
    environment = LocalEnvironment(speed=SPEED)
    yield environment
    exit_code, _, remaining = environment.stop()
    assert (exit_code, remaining) == (0, {})


@pytest.fixture(scope="session")
def checker():
    """Checks every reply to the clients below."""
    checker = ReplyChecker()
    yield checker
    assert checker.violations == []


@pytest.fixture(scope="session")
def session(checker):
    session = boto3.Session()
    checker.watch(session)
    return session


@pytest.fixture(scope="session")
def batch(session, local):
    return session.client(**local.client_settings("batch", "AWS_ENDPOINT_URL_BATCH"))


@pytest.fixture(scope="session")
def logs(session, local):
    return session.client(**local.client_settings("logs", "AWS_ENDPOINT_URL_BATCH"))


@pytest.fixture(scope="session")
def stepfunctions(session, local):
    return session.client(**local.client_settings("stepfunctions", "AWS_ENDPOINT_URL_SFN"))


@pytest.fixture(scope="session")
def queue(local):
    return local.settings["jobQueueArn"]


@pytest.fixture(scope="session")
def state_machine(local):
    return local.settings["stateMachineArn"]


@pytest.fixture(scope="session")
def register(batch):
    """Registers a job definition that runs a command and returns its ARN."""

    def register(name, *command):
        reply = batch.register_job_definition(jobDefinitionName=name, **fargate(*command))
        return reply["jobDefinitionArn"]

    return register


@pytest.fixture(scope="session")
def sleeper(register):
    """Job definition whose jobs run until they are stopped."""
    return register("sleeper", "sleep", "600")


@pytest.fixture(scope="session")
def synthesize(tmp_path_factory):
    """Synthesizes the job-poller stack of an integration, once per integration."""
    stacks = {}

    def synthesize(integration):
        if not stacks:
            build_lambdas()
        if integration not in stacks:
            stacks[integration] = SynthesizedStack(integration, tmp_path_factory.mktemp(integration))
        return stacks[integration]

    return synthesize


@pytest.fixture(scope="session")
def ministack(local, tmp_path_factory):
    """MiniStack whose functions call the local Batch endpoint."""
    running = MiniStack(
        tmp_path_factory.mktemp("ministack"), SETTINGS["AWS_ACCOUNT_ID"], local.settings["AWS_ENDPOINT_URL_BATCH"]
    )
    yield running
    assert running.stop() == {}


@pytest.fixture(scope="session")
def ministack_stepfunctions(ministack):
    return ministack.client("stepfunctions")


@pytest.fixture(scope="session")
def role(ministack):
    return ministack.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument="{}")["Role"]["Arn"]


@pytest.fixture(scope="session")
def function_arns(ministack, synthesize, role):
    """ARNs of all Lambda functions, created from the synthesized settings and the built bundles."""
    stack, client = synthesize("poll"), ministack.client("lambda")
    return [
        client.create_function(
            FunctionName=function["function_name"],
            Runtime=function["runtime"],
            Handler=function["handler"],
            MemorySize=function["memory_size"],
            Timeout=function["timeout"],
            Role=role,
            Code={"ZipFile": stack.zip_of(function)},
            Environment={"Variables": function["environment"]["variables"]},
        )["FunctionArn"]
        for function in stack.functions
    ]


@pytest.fixture(scope="session")
def run_machine(ministack_stepfunctions, role):
    """Creates a state machine, runs it once and describes the ended execution."""

    def run_machine(name, definition, execution_input):
        client = ministack_stepfunctions
        arn = client.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"]
        execution = client.start_execution(stateMachineArn=arn, input=json.dumps(execution_input))
        return wait_for_execution(ministack_stepfunctions, execution["executionArn"], timeout_seconds=120)

    return run_machine


@pytest.fixture(scope="session")
def run(run_machine, synthesize, function_arns):
    """Runs the synthesized state machine with its definition and ARNs unchanged."""
    definition = synthesize("poll").state_machine["definition"]
    # The terminate-job function is invoked by rules, not by the state machine.
    assert [arn for arn in function_arns if arn not in definition and "terminate-job" not in arn] == []
    return lambda name, execution_input: run_machine(name, definition, execution_input)
