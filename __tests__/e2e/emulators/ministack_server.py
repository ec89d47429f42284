"""MiniStack, with the one correction that Terraform needs: python ministack_server.py

A reply to AddPermission gets lost now and then: the AWS provider asks again, is told that the statement exists, takes that
for a function which is not ready yet, and gives up after five minutes. Here the same request is answered as it was the
first time; another one for the same statement is refused, as on AWS.
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
