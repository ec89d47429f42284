"""Checks that the AWS CLI accepts every `aws` command in the documents: service, operation, options and values."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# No server listens on this port. The AWS CLI connects only after it has accepted the command.
NOWHERE = "http://127.0.0.1:9"


def commands_in(text):
    """Returns the commands in code blocks and inline code, without shell operators and variable assignments."""
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    blocks = re.findall(r"^ {4,}(\S.*)$", joined, re.M)
    inline = [" ".join(code.split()) for code in re.findall(r"`(aws [a-z][^`]+)`", joined)]
    parts = [part for line in blocks + inline for part in re.split(r" \| | && | > | {2,}", line)]
    return [part for part in (re.sub(r"^(?:[A-Z_]+=\S+ )*", "", part).rstrip() for part in parts) if part.startswith("aws ")]


COMMANDS = sorted({command for document in DOCUMENTS for command in commands_in(document.read_text())})


def run(command, folder):
    """Returns the stderr of the AWS CLI for a command. Values from the shell or a file are replaced by placeholders."""
    words = shlex.split(re.sub(r"file://\S+", "{}", re.sub(r"\$\(.*?\)", "VALUE", command)))[1:]
    completed = subprocess.run(
        [Path(sys.executable).parent / "aws", *words, "--endpoint-url", NOWHERE],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
            # KMS encryption requires signed requests.
            "AWS_ACCESS_KEY_ID": "dummy",
            "AWS_SECRET_ACCESS_KEY": "dummy",
        },
        input="{}",
        capture_output=True,
        text=True,
        timeout=300,
    )
    return completed.stderr


def test_finds_commands():
    assert commands_in("    A=1 aws sqs list-queues \\\n      --max-results 3   all\n`aws s3 ls` | `aws`") == [
        "aws sqs list-queues --max-results 3",
        "aws s3 ls",
    ]
    assert len(COMMANDS) > 2


@pytest.mark.parametrize("command", COMMANDS)
def test_accepts_a_documented_command(command, tmp_path):
    assert "Could not connect to the endpoint URL" in run(command, tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        "aws sqs purge-queue --queue-url URL --queue-uri URL",
        "aws sqs empty-queue --queue-url URL",
        "aws sqs purge-queue",
        "aws s3api put-bucket-notification-configuration --bucket b --notification-configuration '{\"Events\":{}}'",
    ],
)
def test_rejects_an_invalid_command(command, tmp_path):
    assert "Could not connect" not in run(command, tmp_path)
