"""MiniStack with a fix that Terraform requires: python ministack_server.py

Replies to AddPermission are sometimes lost. The AWS provider then retries, gets the error that the statement exists,
treats it as a function that is not ready, and fails after five minutes. With this fix, a repeated request gets the first
response again. A different request for the same statement is rejected, as on AWS.
"""

from ministack import app
from ministack.services import lambda_svc

CREATED = 201
CONFLICT = 409

add_permission = lambda_svc._add_permission
answered = {}


def add_permission_once(function_name, request, *place):
    reply = add_permission(function_name, request, *place)
    key = (function_name, request.get("StatementId"))
    if reply[0] == CREATED:
        answered[key] = (request, reply)
    if reply[0] == CONFLICT and answered.get(key, (None,))[0] == request:
        return answered[key][1]
    return reply


lambda_svc._add_permission = add_permission_once

if __name__ == "__main__":
    app.main()
