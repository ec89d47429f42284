import { checkStack } from "../../src/firewall/check-stack";
import type { StackFile } from "../../src/firewall/check-files";
import type { ExpectedStack } from "../../src/firewall/expected-stack";
import type { FirewallViolation } from "../../src/firewall/findings";
import type { JsonObject } from "../../src/json";

export const EXPECTED: ExpectedStack = {
  stack: "job-poller-dev",
  bucket: "states",
  key: "dev/job-poller.tfstate",
  region: "eu-west-1",
  accountId: "123456789012",
};

export const REQUIRED_PROVIDERS = {
  aws: { source: "aws", version: "5.100.0" },
  archive: { source: "hashicorp/archive", version: "2.7.1" },
};
export const BACKEND = {
  bucket: "states",
  key: "dev/job-poller.tfstate",
  region: "eu-west-1",
  encrypt: true,
  use_lockfile: true,
};
export const AWS = { region: "eu-west-1", allowed_account_ids: ["123456789012"] };
export const ARCHIVE = {
  type: "zip",
  source_dir: "assets/code/1A2B",
  output_path: "code.zip",
  output_file_mode: "0644",
};
export const FUNCTION = {
  filename: "${data.archive_file.code.output_path}",
  source_code_hash: "${data.archive_file.code.output_base64sha256}",
};
export const FILES: readonly StackFile[] = [
  { path: "cdk.tf.json", kind: "file" },
  { path: "assets", kind: "directory" },
  { path: "assets/code", kind: "directory" },
  { path: "assets/code/1A2B", kind: "directory" },
  { path: "assets/code/1A2B/index.js", kind: "file" },
];

/** Valid stack. */
export const STACK: JsonObject = {
  "//": { metadata: { stackName: "job-poller-dev" } },
  terraform: { required_providers: REQUIRED_PROVIDERS, required_version: ">= 1.10.0", backend: { s3: BACKEND } },
  provider: { aws: [AWS], archive: [{}] },
  data: { archive_file: { code: ARCHIVE } },
  resource: { aws_lambda_function: { code: FUNCTION } },
};

/** Returns the violations of a stack with the given blocks added or replaced. */
export function violationsOf(more: JsonObject, files = FILES): FirewallViolation[] {
  return check(JSON.stringify({ ...STACK, ...more }, null, 2), files);
}

export function check(config: string, files = FILES): FirewallViolation[] {
  return checkStack({ expected: EXPECTED, config, files });
}

/** Renders violations as `RULE at PATH`. */
export function rulesOf(violations: readonly FirewallViolation[]): string[] {
  return violations.map(({ rule, path }) => `${rule} at ${path}`);
}
