import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlan, type Terraform, type TerraformPlan } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import { findAbsent } from "./find-absent";
import { findImports, hasTags, renderImports, type ImportSource } from "./find-imports";
import { readPlace, type StackPlace } from "./import-rules";
import type { Journal } from "./journal";
import { RECOVERY_FILE } from "./recover";

/**
 * Types whose create call changes an existing resource of the name: PutRule, PutMetricAlarm and PutDashboard. AWS
 * refuses the name for all other types.
 */
const OVERWRITTEN_TYPES = ["aws_cloudwatch_event_rule", "aws_cloudwatch_metric_alarm", "aws_cloudwatch_dashboard"];

export interface NamesToCheck {
  readonly terraform: Terraform;
  readonly stack: SynthesizedStack;
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
}

/** Plan file of the look-up. */
const NAMES_PLAN = "names.tfplan";
const FAILED = 1;
/** Maximum number of look-ups. Terraform reports all absent resources of a plan, so that two are enough. */
const MAX_LOOKUPS = 4;

/**
 * Checks that no planned create would overwrite a resource without the tags of the stack. Looks the names up with a
 * plan that imports them, and changes nothing.
 * @throws CliError that lists every taken name
 */
export async function checkNames(target: NamesToCheck, plan: TerraformPlan): Promise<void> {
  const { terraform, stack, say } = target;
  const created = plan.resource_changes.filter(
    ({ type, change: { actions } }) =>
      OVERWRITTEN_TYPES.includes(type) && actions.includes("create") && !actions.includes("delete"),
  );
  if (created.length === 0) return;
  say(`${stack.name}: checking that the names of ${created.length} rules, alarms and dashboards are free`);
  const place = readPlace(stack);
  const addresses = created.map(({ address }) => address);
  const imports = await findImports({ ...plan, resource_changes: created }, journalOf(addresses), place);
  try {
    const found = await lookUp(target, imports);
    const taken = found === undefined ? [] : findTaken(found, imports, place);
    if (taken.length > 0) throw new CliError([...taken, describeWayOut(target, taken.length)]);
  } finally {
    await Promise.all([RECOVERY_FILE, NAMES_PLAN].map((file) => rm(join(terraform.folder, file), { force: true })));
  }
}

/** Journal of resources that may exist, without a known ID. */
const journalOf = (planned: string[]): Journal => ({ version: 1, planned, made: {}, etag: undefined });

/** Plans imports of the names, without those that do not exist. @returns undefined when none exists */
async function lookUp(
  { terraform, stack }: NamesToCheck,
  imports: Map<string, ImportSource>,
): Promise<TerraformPlan | undefined> {
  for (let round = 0; round < MAX_LOOKUPS && imports.size > 0; round += 1) {
    await writeFile(join(terraform.folder, RECOVERY_FILE), JSON.stringify(renderImports(imports)));
    const targets = [...imports.keys()].map((address) => `-target=${address}`);
    const args = ["plan", "-input=false", "-json", "-lock=false", ...targets, `-out=${NAMES_PLAN}`];
    const { exitCode, stdout } = await terraform.run(args, { expected: [0, FAILED] });
    if (exitCode === 0) {
      const shown = await terraform.run(["show", "-json", NAMES_PLAN]);
      return parsePlan(shown.stdout, `the look-up of ${stack.name}`, { isPartial: true });
    }
    const absent = findAbsent(stdout, imports, journalOf([...imports.keys()]), placeOf(stack));
    for (const address of absent) imports.delete(address);
  }
  return undefined;
}

const importedSchema = z.object({ tags_all: z.record(z.string(), z.unknown()) });

function findTaken(
  { resource_changes: changes }: TerraformPlan,
  imports: ReadonlyMap<string, ImportSource>,
  { tags }: StackPlace,
): string[] {
  return changes.flatMap(({ address, change: { importing, before } }) => {
    const source = imports.get(address);
    if (importing === undefined || source?.kind !== "id") return [];
    // A dashboard has no tags.
    const its = importedSchema.safeParse(before).data?.tags_all;
    if (its !== undefined && hasTags(its, tags)) return [];
    return [`${address}: the name ${source.id} is taken by a resource without the tags of this stack`];
  });
}

const describeWayOut = ({ stack: { environment, part } }: NamesToCheck, count: number): string =>
  `AWS would overwrite ${count === 1 ? "it" : "them"}, so nothing was changed; if another team created ${count === 1 ? "it" : "them"}, set another POLLER_NAME; otherwise delete ${count === 1 ? "it" : "them"}, or import each: npm run state -- import ADDRESS NAME --environment ${environment} --stack ${part}`;
