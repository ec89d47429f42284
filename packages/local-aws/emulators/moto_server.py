"""moto server with a fix that the state bucket requires: python moto_server.py -H 127.0.0.1 -p PORT

moto applies a Deny statement of a bucket policy even if its condition is not met, and does not support
aws:SecureTransport. With the policy that AWS recommends (deny access without TLS), it denies every request. This fix
ignores such statements, because HTTP on loopback stands for TLS here. moto evaluates all other statements.
"""

import sys

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}
is_action_permitted = IAMPolicyStatement.is_action_permitted


def is_action_permitted_over_tls(self, *args, **kwargs):
    if self._statement["Effect"] == "Deny" and self._statement.get("Condition") == WITHOUT_TLS:
        return PermissionResult.NEUTRAL
    return is_action_permitted(self, *args, **kwargs)


IAMPolicyStatement.is_action_permitted = is_action_permitted_over_tls

if __name__ == "__main__":
    main(sys.argv[1:])
