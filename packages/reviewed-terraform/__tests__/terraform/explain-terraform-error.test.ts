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
      "a wrong account, in a frame",
      "│ Error: AWS account ID not\n│ allowed: 210987654321\n│",
      "the AWS credentials belong to account 210987654321, which is not AWS_ACCOUNT_ID of job-poller-dev; choose other credentials (AWS_PROFILE) or another AWS_ACCOUNT_ID",
    ],
    [
      "expired credentials",
      "api error ExpiredToken: The provided token has expired.",
      "AWS refuses the credentials (ExpiredToken); renew them, or check AWS_PROFILE; if they expired during an apply, the state is still locked: unlock LOCK_ID, with the ID that the next run shows",
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
      "what a killed run had made, as cdktf shows it",
      `batch-dev  Error: creating Batch Job Queue (poller-dev)

             with aws_batch_job_queue.job-queue_43A2 (job-queue/Resource),
             on cdk.tf.json line 177

           ClientException: Error executing request, Exception : Object already exists, RequestId: 6b98`,
      "aws_batch_job_queue.job-queue_43A2 already exists, but is not in the state of job-poller-dev: it was created by an interrupted run or outside Terraform; to import it, run: import aws_batch_job_queue.job-queue_43A2 ID (ID as in the provider's documentation of aws_batch_job_queue), and deploy again",
    ],
    [
      "what a killed run had made, as Terraform shows it",
      `Error: creating IAM Role (a): operation error IAM: CreateRole, EntityAlreadyExists: Role with name a already exists.

  with aws_iam_role.a,
  on cdk.tf.json line 1`,
      "aws_iam_role.a already exists, but is not in the state of job-poller-dev: it was created by an interrupted run or outside Terraform; to import it, run: import aws_iam_role.a ID (ID as in the provider's documentation of aws_iam_role), and deploy again",
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
