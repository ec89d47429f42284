import type { JsonObject } from "../json";
import { checkData } from "./check-data";
import { checkExpressions } from "./check-expressions";
import { checkFiles, type StackFile } from "./check-files";
import { checkJson } from "./check-json";
import { checkProviderLock } from "./check-provider-lock";
import { checkProviders } from "./check-providers";
import { checkResources } from "./check-resources";
import { checkTerraformBlock } from "./check-terraform-block";
import type { ExpectedStack } from "./expected-stack";
import { Findings, joinKey, type FirewallViolation } from "./findings";

/** Allowed blocks. `import`, `removed`, `module`, `ephemeral`, `action` and future block types are rejected. */
const KNOWN_BLOCKS = [
  "//",
  "terraform",
  "provider",
  "data",
  "resource",
  "output",
  "locals",
  "variable",
  "moved",
  "check",
];

export interface StackFirewallInput {
  readonly expected: ExpectedStack;
  /** Text of cdk.tf.json. */
  readonly config: string;
  /** Text of the provider lock file, if the stack has one. */
  readonly lock?: string | undefined;
  /** All files and folders in the stack's folder, recursively. */
  readonly files: readonly StackFile[];
}

/**
 * Returns the violations of a synthesized stack. Code of a pull request generated it, and Terraform plans it with
 * credentials. Everything that is not known to be harmless is rejected.
 */
export function checkStack({ expected, config, lock, files }: StackFirewallInput): FirewallViolation[] {
  const findings = new Findings(expected.stack);
  checkFiles(files, findings);
  const json = checkJson(config, findings);
  if (json !== undefined) checkBlocks(json, expected, findings);
  if (json !== undefined && lock !== undefined) checkProviderLock(lock, json, findings);
  return findings.violations;
}

function checkBlocks(json: JsonObject, expected: ExpectedStack, findings: Findings): void {
  const advice = "remove it; use poller state to move state; modules and programs cannot be checked";
  findings.allowKeys(json, "", KNOWN_BLOCKS, "block", advice);
  checkTerraformBlock(json["terraform"], expected, findings);
  checkProviders(json["provider"], expected, findings);
  if (json["data"] !== undefined) checkData(json["data"], "data", findings);
  if (json["resource"] !== undefined) checkResources(json["resource"], findings);
  if (json["check"] !== undefined) checkChecks(json["check"], findings);
  checkExpressions(json, "", findings);
}

function checkChecks(value: unknown, findings: Findings): void {
  for (const [, body, path] of findings.labelled(value, "check")) {
    findings.allowKeys(body, path, ["data", "assert"], "check", "use only data and assert");
    if (body["data"] !== undefined) checkData(body["data"], joinKey(path, "data"), findings);
  }
}
