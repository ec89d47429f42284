"""Fargate job definitions for the tests."""

ROLE = "arn:aws:iam::123456789012:role/conformance"


def fargate(*command):
    """Returns the arguments of RegisterJobDefinition, except the name, for a job that runs a command."""
    return {
        "type": "container",
        "platformCapabilities": ["FARGATE"],
        "containerProperties": {
            "image": "public.ecr.aws/amazonlinux/amazonlinux:2023",
            "command": list(command),
            "executionRoleArn": ROLE,
            "resourceRequirements": [{"type": "VCPU", "value": "0.25"}, {"type": "MEMORY", "value": "512"}],
        },
    }
