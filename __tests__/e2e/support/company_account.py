"""Account of a company: `prepare` creates what exists before us, `tag` adds the company's tags, `others` prints it."""

import json
import sys

import boto3

NAME = "job-status-poller-dev"
TAGS = {"audit:owner": "platform"}
iam, events, logs = boto3.client("iam"), boto3.client("events"), boto3.client("logs")
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def prepare():
    iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com",
        ClientIDList=["sts.amazonaws.com", "theirs"],
        ThumbprintList=["6938fd4d98bab03faadb97b34396831e3780aea1"],
    )
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    boundary = iam.create_policy(PolicyName="workload-boundary", Path="/platform/", PolicyDocument=json.dumps(document))
    key = boto3.client("kms").create_key(Description="company")["KeyMetadata"]["Arn"]
    iam.create_role(RoleName="team-b-nightly", AssumeRolePolicyDocument=json.dumps(TRUST))
    events.put_rule(Name="team-b-nightly", ScheduleExpression="rate(1 day)")
    events.put_targets(Rule="team-b-nightly", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:team-b"}])
    logs.create_log_group(logGroupName="/aws/lambda/team-b-nightly")
    # An interrupted run, or a function that ran after its log group was deleted.
    for name in [f"/aws/batch/{NAME}", f"/aws/lambda/{NAME}-submit-job"]:
        logs.create_log_group(logGroupName=name, kmsKeyId=key)
    print(json.dumps({"boundary": boundary["Policy"]["Arn"], "key": key}))


def ours():
    roles = [role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]]
    return [name for name in roles if name.startswith(NAME)]


def tag():
    for role in ours():
        iam.tag_role(RoleName=role, Tags=[{"Key": key, "Value": value} for key, value in TAGS.items()])
    for group in logs.describe_log_groups()["logGroups"]:
        if NAME in group["logGroupName"]:
            logs.tag_log_group(logGroupName=group["logGroupName"], tags=TAGS)
    ec2 = boto3.client("ec2")
    vpcs = [vpc["VpcId"] for vpc in ec2.describe_vpcs(Filters=[{"Name": "tag:Environment", "Values": ["dev"]}])["Vpcs"]]
    if vpcs:
        ec2.create_tags(Resources=vpcs, Tags=[{"Key": key, "Value": value} for key, value in TAGS.items()])
    print(json.dumps([{"path": iam.get_role(RoleName=role)["Role"]["Path"],
                       "boundary": iam.get_role(RoleName=role)["Role"].get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")}
                      for role in ours()]))


def others():
    provider = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"][0]["Arn"]
    found = {
        "provider": iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider),
        "role": iam.get_role(RoleName="team-b-nightly"),
        "rule": events.describe_rule(Name="team-b-nightly"),
        "targets": events.list_targets_by_rule(Rule="team-b-nightly"),
        "group": logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/team-b"),
        "boundary": [policy for policy in iam.list_policies(Scope="Local", PathPrefix="/platform/")["Policies"]],
    }
    for reply in found.values():
        if isinstance(reply, dict):
            reply.pop("ResponseMetadata")
    for policy in found["boundary"]:
        # Counts our roles.
        policy.pop("PermissionsBoundaryUsageCount", None)
        policy.pop("AttachmentCount", None)
    print(json.dumps(found, default=str, sort_keys=True))


{"prepare": prepare, "tag": tag, "others": others}[sys.argv[1]]()
