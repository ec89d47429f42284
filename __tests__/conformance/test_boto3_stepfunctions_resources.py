"""Creates, updates, describes and deletes state machines with boto3, as Terraform does."""

import json

import pytest

from support.wait import wait_for_execution

ROLE = "arn:aws:iam::123456789012:role/conformance"


def definition(result):
    return json.dumps({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "Result": result, "End": True}}})


@pytest.fixture
def machine(stepfunctions, request):
    """State machine of one test."""
    arn = stepfunctions.create_state_machine(
        name=request.node.name[:80],
        definition=definition("first"),
        roleArn=ROLE,
        type="STANDARD",
        tracingConfiguration={"enabled": True},
        loggingConfiguration={"level": "OFF", "includeExecutionData": False},
        tags=[{"key": "team", "value": "blue"}],
    )["stateMachineArn"]
    yield arn
    stepfunctions.delete_state_machine(stateMachineArn=arn)


def test_describes_the_created_state_machine(stepfunctions, machine):
    described = stepfunctions.describe_state_machine(stateMachineArn=machine)

    assert (described["status"], described["type"], described["roleArn"]) == ("ACTIVE", "STANDARD", ROLE)
    assert described["definition"] == definition("first")
    assert described["tracingConfiguration"] == {"enabled": True}


def test_lists_state_machines_in_pages(stepfunctions, machine, state_machine):
    pages = stepfunctions.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 1})
    listed = [each["stateMachineArn"] for page in pages for each in page["stateMachines"]]

    assert {machine, state_machine} <= set(listed)
    assert len(listed) == len(set(listed))


def test_runs_the_updated_definition(stepfunctions, machine):
    stepfunctions.update_state_machine(stateMachineArn=machine, definition=definition("second"))

    arn = stepfunctions.start_execution(stateMachineArn=machine)["executionArn"]

    assert wait_for_execution(stepfunctions, arn)["output"] == '"second"'


def test_publishes_a_version_and_points_an_alias_at_it(stepfunctions, machine):
    version = stepfunctions.publish_state_machine_version(stateMachineArn=machine)["stateMachineVersionArn"]
    routing = [{"stateMachineVersionArn": version, "weight": 100}]
    alias = stepfunctions.create_state_machine_alias(name="live", routingConfiguration=routing)["stateMachineAliasArn"]

    versions = stepfunctions.list_state_machine_versions(stateMachineArn=machine)["stateMachineVersions"]
    aliases = stepfunctions.list_state_machine_aliases(stateMachineArn=machine)["stateMachineAliases"]
    stepfunctions.update_state_machine_alias(stateMachineAliasArn=alias, description="what users get")
    described = stepfunctions.describe_state_machine_alias(stateMachineAliasArn=alias)

    assert [each["stateMachineVersionArn"] for each in versions] == [version]
    assert [each["stateMachineAliasArn"] for each in aliases] == [alias]
    assert (described["description"], described["routingConfiguration"]) == ("what users get", routing)
    stepfunctions.delete_state_machine_alias(stateMachineAliasArn=alias)
    assert stepfunctions.list_state_machine_aliases(stateMachineArn=machine)["stateMachineAliases"] == []


def test_tags_a_state_machine(stepfunctions, machine):
    stepfunctions.tag_resource(resourceArn=machine, tags=[{"key": "cost", "value": "low"}])
    stepfunctions.untag_resource(resourceArn=machine, tagKeys=["team"])

    assert stepfunctions.list_tags_for_resource(resourceArn=machine)["tags"] == [{"key": "cost", "value": "low"}]


def test_validates_definitions(stepfunctions):
    good = stepfunctions.validate_state_machine_definition(definition=definition("any"))
    bad = stepfunctions.validate_state_machine_definition(definition='{"StartAt": "Nowhere", "States": {}}')

    assert (good["result"], good["diagnostics"]) == ("OK", [])
    assert bad["result"] == "FAIL"
    assert bad["diagnostics"][0]["severity"] == "ERROR"


@pytest.mark.parametrize(
    ("changes", "exception"),
    [
        ({"name": "a b"}, "InvalidName"),
        ({"definition": "{"}, "InvalidDefinition"),
        ({"roleArn": "nonsense"}, "InvalidArn"),
        ({"name": "job-status-poller-dev"}, "StateMachineAlreadyExists"),
    ],
)
def test_raises_the_modeled_exception(stepfunctions, changes, exception):
    with pytest.raises(getattr(stepfunctions.exceptions, exception)):
        stepfunctions.create_state_machine(
            **{"name": "refused", "definition": definition("any"), "roleArn": ROLE, **changes}
        )
