"""Prints the triggers and notifications of a state machine as JSON: describe_starts.py NAME"""

import json
import sys

import boto3

name = sys.argv[1]
events, iam, scheduler, sns, sqs = (boto3.client(service) for service in ["events", "iam", "scheduler", "sns", "sqs"])


def rule(part):
    found = events.describe_rule(Name=f"{name}-{part}")
    [target] = events.list_targets_by_rule(Rule=found["Name"])["Targets"]
    # The variables are not quoted in the template, so it is not JSON yet.
    template = target["InputTransformer"]["InputTemplate"]
    for variable in ["bucket", "key", "aws.events.event.json"]:
        template = template.replace(f":<{variable}>", f':"<{variable}>"')
    return {
        "detail": json.loads(found["EventPattern"])["detail"],
        "paths": target["InputTransformer"]["InputPathsMap"],
        "template": json.loads(template),
        **delivery(target),
    }


def delivery(target):
    role = target.get("RoleArn", "").split("/")[-1]
    queue = target["DeadLetterConfig"]["Arn"].split(":")[-1]
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    return {
        "to": target["Arn"],
        "role": statements(role_policy(role)) if role else [],
        "trust": statements(iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]) if role else [],
        "retries": target["RetryPolicy"]["MaximumRetryAttempts"],
        "deadLetters": [queue, *statements(json.loads(policy))],
    }


def role_policy(role):
    [policy] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    return iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]


def statements(policy):
    """Returns one line per Allow statement: principal, action, resource and source."""
    return [
        " ".join(
            [
                *statement.get("Principal", {}).values(),
                *listed(statement["Action"]),
                *listed(statement.get("Resource", [])),
                *(one for keys in statement.get("Condition", {}).values() for value in keys.values() for one in listed(value)),
            ]
        )
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow"
    ]


def listed(value):
    return [value] if isinstance(value, str) else value


schedule = scheduler.get_schedule(Name=f"{name}-schedule")
print(
    json.dumps(
        {
            "schedule": {
                "expression": schedule["ScheduleExpression"],
                "input": json.loads(schedule["Target"]["Input"]),
                **delivery(schedule["Target"]),
            },
            "objectCreated": rule("object-created"),
            "notification": rule("notification"),
            "topics": {
                topic["TopicArn"]: statements(
                    json.loads(sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]["Policy"])
                )
                for topic in sns.list_topics()["Topics"]
            },
        }
    )
)
