import { countChanges, findChangeGroup } from "./change-group";
import { findGuarded } from "./destroy-guard";
import { isTainted } from "./failed-creates";
import { diffAttributes } from "./diff-attributes";
import { compareText } from "../json";
import { planDigest, sha256Hex } from "./plan-digest";
import type { OutputChange, PlanReport, ResourceChange } from "./plan-report";
import { isSecretText } from "./secrets";
import type { PlannedChange, PlannedResource, TerraformPlan } from "../terraform/terraform-plan";

export interface PlanReportInput {
  readonly plan: TerraformPlan;
  readonly stack: string;
  /** Text of the stack's cdk.tf.json. */
  readonly config: string;
  readonly lockFile: PlanReport["lockFile"];
  /** Resource types that only an `allow-destroy` line may delete, in addition to those that are always guarded. */
  readonly guardedTypes?: readonly string[] | undefined;
}

const FAILURES = ["fail", "error"];

/** Creates the report of a plan, without secrets. */
export function createPlanReport({ plan, stack, config, lockFile, guardedTypes }: PlanReportInput): PlanReport {
  const changes = plan.resource_changes
    .flatMap((resource) => resourceChange(resource) ?? [])
    .sort((a, b) => compareText(`${a.address} ${a.deposed ?? ""}`, `${b.address} ${b.deposed ?? ""}`));
  const outputs = Object.entries(plan.output_changes)
    .flatMap(([name, change]) => outputChange(name, change) ?? [])
    .sort((a, b) => compareText(a.name, b.name));
  return {
    version: 1,
    stack,
    terraformVersion: plan.terraform_version,
    configHash: sha256Hex(config),
    digest: planDigest({ changes, outputs, lockFile }),
    counts: countChanges(changes),
    changes,
    outputs,
    failedChecks: findFailedChecks(plan, changes),
    lockFile,
    guarded: findGuarded(changes, guardedTypes),
  };
}

function resourceChange(resource: PlannedResource): ResourceChange | undefined {
  const { address, mode, type, change, previous_address: previousAddress, deposed } = resource;
  const { importing } = change;
  const isSame = change.actions.every((action) => action === "no-op");
  if (mode === "data" || (isSame && importing === undefined && previousAddress === undefined)) return undefined;
  return {
    address,
    type,
    actions: change.actions,
    group: findChangeGroup(type, change.actions),
    replacePaths: change.replace_paths.map(joinReplacePath).sort(compareText),
    attributes: diffAttributes(change, { type, address }),
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(importing === undefined ? {} : { importId: importing.id ?? "" }),
    ...(deposed === undefined ? {} : { deposed }),
    ...(isTainted(resource) ? { isTainted: true } : {}),
  };
}

function outputChange(name: string, change: PlannedChange): OutputChange | undefined {
  if (change.actions.every((action) => action === "no-op")) return undefined;
  const attributes = diffAttributes(change, { type: "output", address: `output.${name}`, name });
  return { name, actions: change.actions, attributes };
}

function joinReplacePath(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (joined, step) => (typeof step === "number" ? `${joined}[${step}]` : joined === "" ? step : `${joined}.${step}`),
    "",
  );
}

function findFailedChecks({ checks }: TerraformPlan, changes: readonly ResourceChange[]): PlanReport["failedChecks"] {
  return checks
    .filter(({ address, status }) => FAILURES.includes(status) && !isRepaired(address.to_display, changes))
    .map(({ address, instances }) => ({
      address: address.to_display,
      problems: instances
        .flatMap(({ problems }) => problems)
        .map(({ message }) => (isSecretText(message) ? "(hidden)" : message)),
    }))
    .sort((a, b) => compareText(a.address, b.address));
}

/** Returns whether this plan fixes a failed check. The code check of a function has the function's name. */
function isRepaired(check: string, changes: readonly ResourceChange[]): boolean {
  const address = check.replace(/^check\./, "aws_lambda_function.");
  return changes.some(
    (change) => change.address === address && change.attributes.some(({ path }) => path === "source_code_hash"),
  );
}
