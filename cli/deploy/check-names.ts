import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BatchClient, DescribeJobDefinitionsCommand } from "@aws-sdk/client-batch";
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
 * refuses the name for all other types, except for job definitions.
 */
const OVERWRITTEN_TYPES = ["aws_cloudwatch_event_rule", "aws_cloudwatch_metric_alarm", "aws_cloudwatch_dashboard"];
const JOB_DEFINITION = "aws_batch_job_definition";

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
  const created = plan.resource_changes.filter(
    ({ change: { actions } }) => actions.includes("create") && !actions.includes("delete"),
  );
  const definitions = created.filter(({ type }) => type === JOB_DEFINITION);
  const overwritten = created.filter(({ type }) => OVERWRITTEN_TYPES.includes(type));
  const taken = [
    ...(await findTakenDefinitions(definitions, target)),
    ...(await findOverwritten(plan, overwritten, target)),
  ];
  if (taken.length > 0) throw new CliError([...taken, describeWayOut(target, taken.length)]);
}

type Created = TerraformPlan["resource_changes"];

const definitionSchema = z.object({ name: z.string() });

/**
 * Finds job definitions of others with the planned names. RegisterJobDefinition adds a revision to such a definition,
 * which then runs for all who submit its jobs without a revision.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
 */
async function findTakenDefinitions(created: Created, { stack }: NamesToCheck): Promise<string[]> {
  if (created.length === 0) return [];
  const { region, tags } = readPlace(stack);
  const client = new BatchClient({ region });
  try {
    const taken = created.map(async ({ address, change: { after } }) => {
      const { name: jobDefinitionName } = definitionSchema.parse(after);
      const command = new DescribeJobDefinitionsCommand({ jobDefinitionName, status: "ACTIVE" });
      const { jobDefinitions = [] } = await client.send(command);
      const other = jobDefinitions.find(({ tags: its = {} }) => !hasTags(its, tags));
      return other === undefined ? [] : [describeTaken(address, other.jobDefinitionArn ?? jobDefinitionName)];
    });
    return (await Promise.all(taken)).flat();
  } finally {
    client.destroy();
  }
}

/** Finds rules, alarms and dashboards of others with the planned names. */
async function findOverwritten(plan: TerraformPlan, created: Created, target: NamesToCheck): Promise<string[]> {
  const { terraform, stack, say } = target;
  if (created.length === 0) return [];
  say(`${stack.name}: checking that the names of ${created.length} rules, alarms and dashboards are free`);
  const place = readPlace(stack);
  const addresses = created.map(({ address }) => address);
  const imports = await findImports({ ...plan, resource_changes: created }, journalOf(addresses), place);
  try {
    const found = await lookUp(target, imports);
    return found === undefined ? [] : findTaken(found, imports, place);
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
    return [describeTaken(address, source.id)];
  });
}

const describeTaken = (address: string, name: string): string =>
  `${address}: the name ${name} is taken by a resource without the tags of this stack`;

const describeWayOut = ({ stack: { environment, part } }: NamesToCheck, count: number): string =>
  `AWS would overwrite ${count === 1 ? "it" : "them"}, so nothing was changed; if another team created ${count === 1 ? "it" : "them"}, set another POLLER_NAME; otherwise delete ${count === 1 ? "it" : "them"}, or import each: npm run state -- import ADDRESS NAME --environment ${environment} --stack ${part}`;
