"""Calls the local endpoints with the AWS SDK for Go, a client with another protocol stack than botocore."""

import json
import os
import subprocess

from support.paths import CONFORMANCE, ROOT

FEWEST_CALLS = 40


def test_answers_the_calls_of_the_go_sdk(local):
    program = ROOT / "build" / "bin" / "go-sdk-calls"
    # -mod=readonly: the versions are those of go.sum.
    subprocess.run(["go", "build", "-mod=readonly", "-o", program, "."], cwd=CONFORMANCE / "go", check=True)
    endpoints = {name: local.settings[name] for name in ("AWS_ENDPOINT_URL_BATCH", "AWS_ENDPOINT_URL_SFN")}

    ran = subprocess.run(
        [program], env={**os.environ, **endpoints}, capture_output=True, text=True, check=False, timeout=300
    )

    calls = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(calls) > FEWEST_CALLS
    assert [call for call in calls if call["error"]] == [
        {"operation": "SendTaskSuccess", "error": "InvalidToken"},
        {"operation": "DescribeExecution", "error": "ExecutionDoesNotExist"},
    ]
