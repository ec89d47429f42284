"""Checks every reply to boto3 against the service model, before botocore parses it."""

import collections
import json
import re

from support.model_walker import violations_of



class ReplyChecker:
    """Reply checker. Registered once per session, so that it checks all calls of its clients."""

    def __init__(self):
        self.violations = []
        self.checked = collections.Counter()

    def watch(self, session):
        session.events.register("before-parse.*.*", self.on_reply)

    def on_reply(self, operation_model, response_dict, **_):
        service, operation = operation_model.service_model.service_name, operation_model.name
        self.checked[f"{service}.{operation}"] += 1
        found = [f"{service}.{operation} {line}" for line in reply_violations(operation_model, response_dict)]
        self.violations += found
        # Fail the call too, so that the test that made it fails.
        assert not found, "\n".join(found)


def reply_violations(operation_model, response):
    """Yields one line per violation of the protocol or the operation's model in a raw reply."""
    headers = {name.lower(): value for name, value in response["headers"].items()}
    status, text = response["status_code"], response["body"].decode("utf-8")
    yield from _header_violations(operation_model.service_model.metadata, headers)
    try:
        body = json.loads(text) if text else {}
    except ValueError:
        yield f"answered {status} with a body that is not JSON: {text[:200]!r}"
        return
    if status >= 300:
        yield from _error_violations(operation_model, status, headers, body)
    elif operation_model.output_shape is None:
        if body != {}:
            yield f"has no output, got {text[:200]!r}"
    else:
        found = violations_of(body, operation_model.output_shape)
        yield from (line for line in found if not _is_known_gap(line, body))


def _is_known_gap(line, body):
    """Returns whether AWS violates its own model: JobDetail.startedAt is required, but absent before the start.

    The describe-jobs example of AWS omits it for a SUBMITTED job. Clients that rely on the model fail on AWS:
    https://github.com/pplu/aws-sdk-perl/issues/400
    """
    match = re.fullmatch(r"\$\.jobs\[(\d+)\]\.startedAt: required by JobDetail, missing", line)
    if match is None:
        return False
    job = body["jobs"][int(match[1])]
    return job.get("status") in NOT_STARTED or (job.get("status") == "FAILED" and not job.get("attempts"))


def _header_violations(metadata, headers):
    rest = metadata["protocol"] == "rest-json"
    wanted = "application/json" if rest else f"application/x-amz-json-{metadata['jsonVersion']}"
    if headers.get("content-type", "").split(";")[0] != wanted:
        yield f"content-type must be {wanted}, got {headers.get('content-type')!r}"
    if not headers.get("x-amzn-requestid"):
        yield "x-amzn-RequestId is missing"


def _error_violations(operation_model, status, headers, body):
    code = headers.get("x-amzn-errortype", body.get("__type", "")).split(":")[0].split("#")[-1]
    shapes = {shape.error_code: shape for shape in operation_model.error_shapes}
    if code in COMMON_ERRORS:
        return
    if code not in shapes:
        yield f"error {code!r} is not in the model, only {', '.join(sorted(shapes))}"
        return
    wanted = shapes[code].metadata.get("error", {}).get("httpStatusCode", 400)
    if status != wanted:
        yield f"error {code} must have status {wanted}, got {status}"
    message = body.get("message", body.get("Message"))
    if not isinstance(message, str) or message == "":
        yield f"error {code} has no message"
    members = {name: value for name, value in body.items() if name not in ("__type", "message", "Message")}
    for name, value in members.items():
        if name not in shapes[code].members:
            yield f"$.{name}: unknown member of {shapes[code].name}"
        else:
            yield from violations_of(value, shapes[code].members[name], f"$.{name}")


NOT_STARTED = {"SUBMITTED", "PENDING", "RUNNABLE", "STARTING"}

# Errors that any AWS operation can return and that service models omit.
COMMON_ERRORS = {"ValidationException"}
