import { explainTerraformError } from "../../src/terraform/explain-terraform-error";
import { givenPlace } from "../../testing/given-place";

const PLACE = givenPlace("job-poller-dev");

/** Recorded from Terraform 1.11.4 with hashicorp/aws 5.100.0. */
const LOCKED = `
Error: Error acquiring the state lock

Error message: operation error S3: PutObject, https response error
StatusCode: 412, RequestID: 88Z, HostID: 9Gj, api error PreconditionFailed: At
least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b
  Path:      bucket/dev/job-poller.tfstate
  Operation: OperationTypeApply
  Who:       ann@laptop
  Version:   1.11.4
  Created:   2026-11-22 08:00:00.123456789 +0000 UTC
  Info:

Terraform acquires a state lock to protect the state from being written`;

describe("explainTerraformError", () => {
  it.each([
    [
      "a missing state bucket",
      'Error: Failed to get existing workspaces: S3 bucket "state-dev" does not exist.',
      "the state bucket state-dev does not exist; create it with: create-bucket",
    ],
    [
      "a bucket that vanished meanwhile",
      "operation error S3: GetObject, https response error StatusCode: 404, NoSuchBucket: ",
      "the state bucket does not exist; create it with: create-bucket",
    ],
    [
      "no credentials",
      "Error: No valid credential sources found\n\nPlease see https://developer.hashicorp.com/",
      'no AWS credentials; set AWS_PROFILE, or run "aws sso login"',
    ],
    [
      "an unknown profile",
      "Error: failed to get shared config profile, nightly",
      'AWS_PROFILE nightly is not in the AWS configuration; see "aws configure list-profiles"',
    ],
    [
      "a registry that cannot be reached",
      `Could not retrieve the list of available versions for provider hashicorp/aws:
could not connect to registry.terraform.io: failed to request discovery
document: Get "https://registry.terraform.io/.well-known/terraform.json":
dial tcp: lookup registry.terraform.io on 10.0.0.1:53: no such host`,
      "Terraform cannot download the provider hashicorp/aws (dial tcp: lookup registry.terraform.io on 10.0.0.1:53: no such host); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)",
    ],
    [
      "a mirror without the provider",
      `Could not retrieve the list of available versions for provider hashicorp/aws:
provider registry.terraform.io/hashicorp/aws was not found in any of the
search locations`,
      "Terraform cannot download the provider hashicorp/aws (registry.terraform.io/hashicorp/aws was not found in any of the search locations); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)",
    ],
    [
      "a mirror without the provider under OpenTofu's registry",
      `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/archive: provider registry.opentofu.org/hashicorp/archive was not
found in any of the search locations

  - /var/mirror`,
      "Terraform cannot download the provider hashicorp/archive (registry.opentofu.org/hashicorp/archive was not found in any of the search locations); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)",
    ],
    [
      "a download that breaks off",
      "Error while installing hashicorp/archive v2.7.1: could not query provider registry: the request failed",
      "Terraform cannot download the provider hashicorp/archive 2.7.1 (see above); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)",
    ],
    [
      "a lock, with its holder and the way out",
      LOCKED,
      "the state of job-poller-dev is locked by ann@laptop (apply) since 2026-11-22 08:00:00 +0000 UTC, lock 5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b; wait until it is released, or, if that run was killed: unlock 5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b",
    ],
    [
      "a lock as cdktf shows it, behind the stack's name and a frame",
      LOCKED.replaceAll("\n", "\njob-poller-dev  │ "),
      "the state of job-poller-dev is locked by ann@laptop (apply) since 2026-11-22 08:00:00 +0000 UTC, lock 5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b; wait until it is released, or, if that run was killed: unlock 5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b",
    ],
    [
      "a lock that does not say whose it is",
      "Error acquiring the state lock\nLock Info:\n  ID: 1234",
      "the state of job-poller-dev is locked by somebody since an unknown time, lock 1234; wait until it is released, or, if that run was killed: unlock 1234",
    ],
  ])("explains %s", (_what, output, explanation) => {
    expect(explainTerraformError(output, PLACE)).toBe(explanation);
  });

  it("explains each error once, with failures of the caller first, and shows the unknown ones", () => {
    const knownFailures = [
      { pattern: /VpcLimit(\w+)/, explain: ([, what]: RegExpExecArray) => `VPC limit ${what ?? ""}` },
    ];
    const output = `Plan: 3 to add
╷
│ Error: creating EC2 VPC: api error VpcLimit
│ Exceeded: x
│
╵
╷
│ Error: Invalid reference
│
│   on cdk.tf.json line 3:
│    3: "secret"
╵
╷
│ Error: creating EC2 VPC: api error VpcLimitReached: y
╵
Error: creating EC2 VPC: api error VpcLimitReached: z`;

    expect(explainTerraformError(output, { ...PLACE, knownFailures })).toBe(
      "Error: creating EC2 VPC: api error VpcLimit\nExceeded: x\n\nError: Invalid reference\n\non cdk.tf.json line 3:\nVPC limit Reached".replace(
        "\n\nError: Invalid",
        "\nError: Invalid",
      ),
    );
    expect(explainTerraformError("Error: VpcLimitExceeded", PLACE)).toBeUndefined();
  });

  it("names OpenTofu where that could not get a provider", () => {
    const output = "Error while installing hashicorp/aws v5.100.0: 403 Forbidden";

    expect(explainTerraformError(output, PLACE, "OpenTofu")).toMatch(
      /^OpenTofu cannot download the provider hashicorp\/aws 5\.100\.0 \(403 Forbidden\); /,
    );
  });

  it.each(["Error: Invalid reference", "Error acquiring the state lock\nLock Info:\n", ""])(
    "leaves what it does not know to Terraform's own words: %j",
    (output) => {
      expect(explainTerraformError(output, PLACE)).toBeUndefined();
    },
  );
});
