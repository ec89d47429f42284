"""Account of a company.

company_account.py prepare             creates what exists before us, and prints the answers of the platform team
company_account.py others OURS         prints all resources whose description does not contain the name OURS
company_account.py roles OURS          prints path, boundary and tags of the roles whose name begins with OURS
company_account.py aws SERVICE ...     runs a command of the AWS CLI, which is not installed
"""

import json
import sys

import boto3

from list_account import LISTS

iam, events, logs, s3 = boto3.client("iam"), boto3.client("events"), boto3.client("logs"), boto3.client("s3")
ec2 = boto3.client("ec2")
TARGET = {"Id": "nightly", "Arn": "arn:aws:sqs:us-east-1:123456789012:team-b"}


def allow(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def prepare(ours):
    iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com",
        ClientIDList=["sts.amazonaws.com", "theirs"],
        ThumbprintList=["6938fd4d98bab03faadb97b34396831e3780aea1"],
    )
    boundary = iam.create_policy(
        PolicyName="workload-boundary", Path="/platform/", PolicyDocument=allow(Action="*", Resource="*")
    )["Policy"]["Arn"]
    key = boto3.client("kms").create_key(Description="company")["KeyMetadata"]["Arn"]
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    trust = allow(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole")
    iam.create_role(RoleName="team-b-nightly", AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)
    logs.create_log_group(logGroupName="/aws/lambda/team-b-nightly")
    # The rule has our name, and the log group is left from an interrupted run.
    events.put_rule(Name=f"{ours}-sweep", ScheduleExpression="rate(1 day)")
    events.put_targets(Rule=f"{ours}-sweep", Targets=[TARGET])
    logs.create_log_group(logGroupName=f"/aws/batch/{ours}", kmsKeyId=key)
    print(json.dumps({"PERMISSIONS_BOUNDARY_ARN": boundary, "KMS_KEY_ARN": key, "VPC_ID": vpc, "SUBNET_IDS": subnet}))


def describe(service, operation, items, name, arguments):
    """Yields all that the account says about each resource of a list."""
    for item in getattr(boto3.client(service), operation)(**arguments).get(items, []):
        if items == "Roles":
            attached = iam.list_attached_role_policies(RoleName=item["RoleName"])["AttachedPolicies"]
            item = [iam.get_role(RoleName=item["RoleName"])["Role"], attached]
        if items == "OpenIDConnectProviderList":
            item = {**iam.get_open_id_connect_provider(OpenIDConnectProviderArn=item["Arn"]), "ResponseMetadata": None}
        if items == "Rules":
            item = [item, events.list_targets_by_rule(Rule=item["Name"])["Targets"]]
        if items == "Buckets":
            item = [item, s3.list_objects_v2(Bucket=item["Name"]).get("Contents", [])]
        if items == "Policies":
            # Counts our roles.
            item = {key: value for key, value in item.items() if not key.endswith("Count")}
        yield [items, item]


def others(ours):
    lines = [json.dumps(one, default=str, sort_keys=True) for entry in LISTS for one in describe(*entry)]
    print("\n".join(sorted(line for line in lines if ours not in line)))


def roles(ours):
    names = [role["RoleName"] for role in iam.list_roles()["Roles"] if role["RoleName"].startswith(ours)]
    print(json.dumps([iam.get_role(RoleName=name)["Role"] for name in names], default=str))


def aws(service, operation, *options):
    """Converts `--role-name NAME` to RoleName=NAME; `--ids` has a list."""
    names = [option.removeprefix("--").title().replace("-", "") for option in options[::2]]
    values = [[value] if name == "Ids" else value for name, value in zip(names, options[1::2])]
    reply = getattr(boto3.client(service), operation.replace("-", "_"))(**dict(zip(names, values)))
    print(json.dumps(reply, default=str))


{"prepare": prepare, "others": others, "roles": roles, "aws": aws}[sys.argv[1]](*sys.argv[2:])
