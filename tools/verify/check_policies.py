"""Checks every policy of synthesized stacks with parliament.

    python check_policies.py CDKTF_OUT...

Exit code 1 if a finding is not in EXCEPTIONS, or if an exception no longer occurs; prints one line for each.
"""

import json
import sys
from pathlib import Path

from parliament import analyze_policy_string

POLICY_ATTRIBUTES = ("policy", "assume_role_policy")

# Accepted finding -> reason. The second part of a finding is its action, or the kind of policy.
MISMATCH = "RESOURCE_MISMATCH"
IN_A_VPC = "Also checked against the VPC, in a statement without tags; parliament checks statements individually."
WITH_ITS_GROUP = "Also checked against the rule, which has no tags yet; parliament checks statements individually."
EXCEPTIONS = {
    ("MALFORMED", "trust policy"): "A trust policy has no Resource; parliament supports identity-based policies only.",
    ("UNKNOWN_FEDERATION_SOURCE", "trust policy"): "Tokens of GitHub; parliament supports Cognito, Google and Facebook only.",
    ("MISMATCHED_TYPE_BUT_USABLE", "iam:PermissionsBoundary"): "The value is one complete ARN, which StringEquals compares exactly.",
    (MISMATCH, "batch:SubmitJob"): "Checked against queue and definition; the job has no ARN before it is submitted.",
    (MISMATCH, "states:DescribeExecution"): "Executions of standard state machines; parliament expects express ones.",
    (MISMATCH, "states:ValidateStateMachineDefinition"): "AWS checks it against stateMachine:*, according to its AccessDenied messages.",
    (MISMATCH, "ec2:CreateRouteTable"): IN_A_VPC,
    (MISMATCH, "ec2:CreateSecurityGroup"): IN_A_VPC,
    (MISMATCH, "ec2:CreateSubnet"): IN_A_VPC,
    (MISMATCH, "ec2:AuthorizeSecurityGroupEgress"): WITH_ITS_GROUP,
    (MISMATCH, "ec2:RevokeSecurityGroupEgress"): WITH_ITS_GROUP,
}


def policies_in(folder):
    for file in sorted(Path(folder).glob("stacks/*/cdk.tf.json")):
        for kind, resources in json.loads(file.read_text())["resource"].items():
            for name, resource in resources.items():
                for attribute in POLICY_ATTRIBUTES:
                    if isinstance(text := resource.get(attribute), str):
                        yield f"{file.parent.name} {kind}.{name}", attribute, text


def subjects_of(finding, attribute, text):
    """Returns the subjects of a finding, one for each exception that it requires."""
    if attribute == "assume_role_policy":
        return ["trust policy"]
    if finding.issue == "RESOURCE_MISMATCH":
        return [detail["action"] for detail in finding.detail]
    if finding.issue == "MISMATCHED_TYPE_BUT_USABLE" and "iam:PermissionsBoundary" in text:
        return ["iam:PermissionsBoundary"]
    return [str(finding.detail)]


def main(folders):
    policies = [policy for folder in folders for policy in policies_in(folder)]
    if not policies:
        sys.exit(f"no policy in {', '.join(folders)}; synthesize first")
    found = {}
    for place, attribute, text in policies:
        for finding in analyze_policy_string(text).findings:
            for subject in subjects_of(finding, attribute, text):
                found.setdefault((finding.issue, subject), f"{place}: {finding.issue} {subject}: {finding.detail}")
    problems = [line for key, line in found.items() if key not in EXCEPTIONS]
    problems += [f"{' '.join(key)}: listed, but no longer found; remove it" for key in EXCEPTIONS if key not in found]
    print("\n".join(problems), file=sys.stderr)
    print(f"parliament: {len(policies)} policies, {len(found)} kinds of findings, {len(problems)} not explained")
    sys.exit(1 if problems else 0)


main(sys.argv[1:])
