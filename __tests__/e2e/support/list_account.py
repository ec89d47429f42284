"""Prints all resources of the account, one per line, sorted."""

import boto3

# service, operation, key of the list in the response, key that identifies an item, arguments
LISTS = [
    ("batch", "describe_compute_environments", "computeEnvironments", "computeEnvironmentName", {}),
    ("batch", "describe_job_queues", "jobQueues", "jobQueueName", {}),
    ("batch", "describe_job_definitions", "jobDefinitions", "jobDefinitionArn", {"status": "ACTIVE"}),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName", {}),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName", {}),
    ("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId", {}),
    ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId", {}),
    ("ec2", "describe_network_acls", "NetworkAcls", "NetworkAclId", {}),
    ("ec2", "describe_route_tables", "RouteTables", "RouteTableId", {}),
    ("ec2", "describe_security_groups", "SecurityGroups", "GroupId", {}),
    ("ec2", "describe_subnets", "Subnets", "SubnetId", {}),
    ("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", {}),
    ("ec2", "describe_vpcs", "Vpcs", "VpcId", {}),
    ("events", "list_rules", "Rules", "Name", {}),
    ("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn", {}),
    ("iam", "list_policies", "Policies", "PolicyName", {"Scope": "Local"}),
    ("iam", "list_roles", "Roles", "RoleName", {}),
    ("kms", "list_aliases", "Aliases", "AliasName", {}),
    ("lambda", "list_functions", "Functions", "FunctionName", {}),
    ("logs", "describe_log_groups", "logGroups", "logGroupName", {}),
    ("s3", "list_buckets", "Buckets", "Name", {}),
    ("scheduler", "list_schedules", "Schedules", "Name", {}),
    ("sns", "list_topics", "Topics", "TopicArn", {}),
    ("sqs", "list_queues", "QueueUrls", None, {}),
    ("stepfunctions", "list_state_machines", "stateMachines", "name", {}),
]



def exists(items, item, vpcs):
    # moto 5.2.5 does not delete a VPC's default network ACL with the VPC.
    return items != "NetworkAcls" or not item["IsDefault"] or item["VpcId"] in vpcs


def list_all():
    vpcs = {vpc["VpcId"] for vpc in boto3.client("ec2").describe_vpcs()["Vpcs"]}
    for service, operation, items, name, arguments in LISTS:
        for item in getattr(boto3.client(service), operation)(**arguments).get(items, []):
            if exists(items, item, vpcs):
                yield f"{service} {items} {item[name] if name else item}"


if __name__ == "__main__":
    print("\n".join(sorted(list_all())))
