"""Waits for conditions instead of fixed times."""

import time

PAUSE_SECONDS = 0.05


def wait_until(fetch, is_done, timeout_seconds=60):
    """Calls `fetch` until `is_done` accepts its result, and returns the result.

    Raises TimeoutError with the last result.
    """
    deadline = time.monotonic() + timeout_seconds
    while True:
        seen = fetch()
        if is_done(seen):
            return seen
        if time.monotonic() > deadline:
            raise TimeoutError(f"condition not met after {timeout_seconds} s, last result: {seen!r}")
        time.sleep(PAUSE_SECONDS)


def wait_for_job(batch, job_id, *statuses):
    """Waits until a job has one of the statuses (by default, until it has ended) and returns its JobDetail."""
    wanted = statuses or ("SUCCEEDED", "FAILED")
    return wait_until(lambda: batch.describe_jobs(jobs=[job_id])["jobs"][0], lambda job: job["status"] in wanted)


def wait_for_execution(stepfunctions, execution_arn, timeout_seconds=60):
    """Waits until an execution has ended and returns its description."""
    return wait_until(
        lambda: stepfunctions.describe_execution(executionArn=execution_arn),
        lambda execution: execution["status"] != "RUNNING",
        timeout_seconds,
    )
