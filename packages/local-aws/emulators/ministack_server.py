"""MiniStack with two fixes: python ministack_server.py

1. Terraform requires it. Replies to AddPermission are sometimes lost. The AWS provider then retries, gets the error that the statement exists,
treats it as a function that is not ready, and fails after five minutes. With this fix, a repeated request gets the first
response again. A different request for the same statement is rejected, as on AWS.

2. Retry and Catch require it. MiniStack reports each error of a Node.js function as Runtime.HandlerError. With this fix,
errorType is the name of the thrown error, as on AWS.
"""

import threading

from ministack import app
from ministack.core import lambda_runtime
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

WITHOUT_NAME = 'status: "error", error: String(err.message || err),'
WITH_NAME = WITHOUT_NAME + ' name: err instanceof Error ? err.name : undefined,'
script = lambda_runtime._NODEJS_WORKER_SCRIPT
if WITHOUT_NAME not in script:
    raise SystemExit("ministack_server.py does not fit this version of MiniStack")
lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(WITHOUT_NAME, WITH_NAME)

invoke_worker = lambda_runtime.Worker.invoke
execute = lambda_svc._execute_function_warm
# MiniStack drops the name between these two functions, which run in the same thread.
thrown = threading.local()


def invoke_worker_with_name(self, *args, **kwargs):
    result = invoke_worker(self, *args, **kwargs)
    thrown.name = result.get("name")
    return result


def execute_with_name(*args):
    thrown.name = None
    result = execute(*args)
    if thrown.name and result.get("error"):
        result["body"]["errorType"] = thrown.name
    return result


lambda_runtime.Worker.invoke = invoke_worker_with_name
lambda_svc._execute_function_warm = execute_with_name

if __name__ == "__main__":
    app.main()
