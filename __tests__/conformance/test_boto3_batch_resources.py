"""Creates, updates, describes and deletes Batch resources with boto3, as Terraform does."""

import pytest

from support.job_definitions import ROLE, fargate
from support.wait import wait_until

COMPUTE_RESOURCES = {"type": "FARGATE", "maxvCpus": 4, "subnets": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]}


def test_increments_and_deregisters_revisions(batch):
    first = batch.register_job_definition(jobDefinitionName="revised", **fargate("true"))
    second = batch.register_job_definition(jobDefinitionName="revised", **fargate("false"))

    batch.deregister_job_definition(jobDefinition=first["jobDefinitionArn"])

    assert (first["revision"], second["revision"]) == (1, 2)
    described = batch.describe_job_definitions(jobDefinitionName="revised")["jobDefinitions"]
    assert {each["revision"]: each["status"] for each in described} == {1: "INACTIVE", 2: "ACTIVE"}
    active = batch.describe_job_definitions(jobDefinitionName="revised", status="ACTIVE")["jobDefinitions"]
    assert [each["containerProperties"]["command"] for each in active] == [["false"]]


def test_pages_through_job_definitions(batch):
    for _ in range(3):
        batch.register_job_definition(jobDefinitionName="paged", **fargate("true"))

    pages = batch.get_paginator("describe_job_definitions").paginate(
        jobDefinitionName="paged", PaginationConfig={"PageSize": 2}
    )

    assert [len(page["jobDefinitions"]) for page in pages] == [2, 1]


def test_describes_the_synthesized_resources(batch, local, queue):
    (described_queue,) = batch.describe_job_queues(jobQueues=[queue])["jobQueues"]
    environments = batch.describe_compute_environments()["computeEnvironments"]
    (definition,) = batch.describe_job_definitions(jobDefinitions=[local.settings["jobDefinitionArn"]])["jobDefinitions"]

    assert (described_queue["state"], described_queue["status"]) == ("ENABLED", "VALID")
    order = described_queue["computeEnvironmentOrder"]
    assert [each["computeEnvironment"] for each in order] == [environments[0]["computeEnvironmentArn"]]
    assert definition["retryStrategy"]["attempts"] == 3


@pytest.fixture
def resources(batch):
    """Compute environment and job queue of one test."""
    environment = batch.create_compute_environment(
        computeEnvironmentName="own", type="MANAGED", computeResources=COMPUTE_RESOURCES, tags={"a": "b"}
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": environment}]
    queue = batch.create_job_queue(jobQueueName="own", priority=1, computeEnvironmentOrder=order)["jobQueueArn"]
    return environment, queue


def test_updates_and_deletes_queue_and_compute_environment(batch, resources):
    environment, queue = resources

    batch.update_compute_environment(computeEnvironment=environment, computeResources={"maxvCpus": 8})
    batch.update_job_queue(jobQueue=queue, priority=7)

    (described,) = batch.describe_compute_environments(computeEnvironments=[environment])["computeEnvironments"]
    assert (described["computeResources"]["maxvCpus"], described["tags"]) == (8, {"a": "b"})
    assert batch.describe_job_queues(jobQueues=[queue])["jobQueues"][0]["priority"] == 7

    with pytest.raises(batch.exceptions.ClientException):
        batch.delete_job_queue(jobQueue=queue)
    batch.update_job_queue(jobQueue=queue, state="DISABLED")
    batch.delete_job_queue(jobQueue=queue)
    wait_until(lambda: batch.describe_job_queues(jobQueues=[queue])["jobQueues"], gone)
    batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    batch.delete_compute_environment(computeEnvironment=environment)
    wait_until(
        lambda: batch.describe_compute_environments(computeEnvironments=[environment])["computeEnvironments"], gone
    )


def gone(described):
    """Returns whether all resources are deleted. AWS returns deleted resources as DELETED for a while."""
    return all(each["status"] == "DELETED" for each in described)


def test_rejects_a_job_definition_that_fargate_cannot_run(batch):
    definition = fargate("true")
    del definition["containerProperties"]["executionRoleArn"]
    definition["containerProperties"]["jobRoleArn"] = ROLE

    with pytest.raises(batch.exceptions.ClientException, match="executionRoleArn"):
        batch.register_job_definition(jobDefinitionName="refused", **definition)


def test_creates_updates_and_deletes_a_scheduling_policy(batch, resources):
    environment, _ = resources
    shares = {"shareDecaySeconds": 60, "computeReservation": 10, "shareDistribution": [{"shareIdentifier": "A*", "weightFactor": 0.5}]}
    policy = batch.create_scheduling_policy(name="shares", tags={"a": "b"})["arn"]
    order = [{"order": 1, "computeEnvironment": environment}]

    batch.update_scheduling_policy(arn=policy, fairsharePolicy=shares)
    batch.create_job_queue(jobQueueName="fair", priority=1, computeEnvironmentOrder=order, schedulingPolicyArn=policy)
    (described,) = batch.describe_scheduling_policies(arns=[policy])["schedulingPolicies"]
    with pytest.raises(batch.exceptions.ClientException, match="found existing JobQueue relationship"):
        batch.delete_scheduling_policy(arn=policy)
    batch.update_job_queue(jobQueue="fair", state="DISABLED")
    batch.delete_job_queue(jobQueue="fair")
    batch.delete_scheduling_policy(arn=policy)

    assert (described["name"], described["fairsharePolicy"], described["tags"]) == ("shares", shares, {"a": "b"})
    assert batch.list_scheduling_policies()["schedulingPolicies"] == []


def test_rejects_every_other_operation_with_a_client_exception(batch):
    with pytest.raises(batch.exceptions.ClientException, match="consumable resources are not counted"):
        batch.list_consumable_resources()
    with pytest.raises(batch.exceptions.ClientException, match="service jobs run on SageMaker AI"):
        batch.list_service_jobs(jobQueue="any")


def test_rejects_a_member_that_is_not_modelled(batch):
    with pytest.raises(batch.exceptions.ClientException, match="does not support eksConfiguration in this request"):
        batch.create_compute_environment(
            computeEnvironmentName="eks",
            type="MANAGED",
            computeResources=COMPUTE_RESOURCES,
            eksConfiguration={"eksClusterArn": "arn:aws:eks:us-east-1:123456789012:cluster/c", "kubernetesNamespace": "n"},
        )
