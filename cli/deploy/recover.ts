import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlan, type TerraformPlan, type Terraform } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import { findAbsent } from "./find-absent";
import { findImports, hasTags, renderImports, type ImportSource } from "./find-imports";
import { readPlace, type StackPlace } from "./import-rules";
import type { Journal } from "./journal";

/** Configuration file with the imports, read by Terraform during the plan. */
export const RECOVERY_FILE = "recovery.tf.json";

/** Maximum number of plans. Dependent, absent and foreign resources require another plan each. */
const MAX_PLANS = 8;
const FAILED = 1;

export interface RecoveryOptions {
  readonly terraform: Terraform;
  readonly stack: SynthesizedStack;
  readonly journal: Journal;
  readonly planFile: string;
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
  /** Whether to lock the state. @default true */
  readonly lock?: boolean;
}

/**
 * Plans a stack after an interrupted apply. The plan imports the resources that the apply created, instead of
 * creating them again. Changes no resources.
 * @throws CliError when a plan fails for another reason than an absent resource
 */
export async function planRecovery(options: RecoveryOptions): Promise<TerraformPlan> {
  const { terraform, stack, journal, say } = options;
  const place = readPlace(stack);
  const file = join(terraform.folder, RECOVERY_FILE);
  const imports = new Map<string, ImportSource>();
  const absent = new Set<string>();
  const drop = (addresses: readonly string[]): void => {
    for (const address of addresses) {
      imports.delete(address);
      absent.add(address);
    }
  };
  say(`${stack.name}: an apply was interrupted before it saved its state; looking for its resources`);
  try {
    for (let round = 0; round < MAX_PLANS; round += 1) {
      await writeFile(file, JSON.stringify(renderImports(imports)));
      say(`${stack.name}: plan ${round + 1} of at most ${MAX_PLANS}, looking for ${imports.size} resources`);
      const outcome = await plan(options, imports);
      if (outcome.kind === "absent") {
        drop(outcome.addresses);
        continue;
      }
      const foreign = findForeign(outcome.plan, place);
      for (const address of foreign) say(`${stack.name}: ${address} exists, but its tags are not those of this stack`);
      drop(foreign);
      const more = [...(await findImports(outcome.plan, journal, place))].filter(
        ([address]) => !absent.has(address) && !imports.has(address),
      );
      if (foreign.length === 0 && more.length === 0) {
        for (const { address, id } of findLost(outcome.plan, journal))
          say(`${stack.name}: ${id}, a replacement of ${address}, will be created again; delete ${id} manually`);
        return outcome.plan;
      }
      for (const [address, source] of more) imports.set(address, source);
    }
  } finally {
    await rm(file, { force: true });
  }
  throw new CliError([
    `${stack.name}: could not recover the resources of an interrupted apply after ${MAX_PLANS} plans; import them with npm run state -- import, and delete s3://${stack.state.bucket}/${stack.state.key}.journal`,
  ]);
}

type Outcome =
  | { readonly kind: "plan"; readonly plan: TerraformPlan }
  | { readonly kind: "absent"; readonly addresses: readonly string[] };

async function plan(
  { terraform, stack, journal, planFile, lock = true }: RecoveryOptions,
  imports: ReadonlyMap<string, ImportSource>,
): Promise<Outcome> {
  const args = ["plan", "-input=false", "-json", ...(lock ? [] : ["-lock=false"]), `-out=${planFile}`];
  const { exitCode, stdout } = await terraform.run(args, { expected: [0, FAILED] });
  if (exitCode === FAILED) return { kind: "absent", addresses: findAbsent(stdout, imports, journal, placeOf(stack)) };
  const shown = await terraform.run(["show", "-json", planFile]);
  return { kind: "plan", plan: parsePlan(shown.stdout, `the plan of ${stack.name}`) };
}

const importedSchema = z.object({ tags_all: z.record(z.string(), z.unknown()) });
/** Schedules have no tags, and are identified by their target. */
const schedulingSchema = z.object({ target: z.tuple([z.object({ arn: z.string() })]) });

/** Finds imports of resources that do not belong to this stack, for example because a name was already in use. */
function findForeign({ resource_changes: changes }: TerraformPlan, { tags }: StackPlace): string[] {
  return changes.flatMap(({ address, change: { importing, before, after } }) => {
    if (importing === undefined) return [];
    const imported = importedSchema.safeParse(before).data;
    const [is, shall] = [before, after].map((values) => schedulingSchema.safeParse(values).data?.target[0].arn);
    const isOurs = imported === undefined ? is === shall : hasTags(imported.tags_all, tags);
    return isOurs ? [] : [address];
  });
}

const idSchema = z.object({ id: z.string() });

/**
 * Finds replacements created by an interrupted apply whose predecessors are still in the state. They cannot be
 * imported, because an address holds one resource, so they are created again.
 */
const findLost = (
  { resource_changes: changes }: TerraformPlan,
  { made }: Journal,
): readonly { readonly address: string; readonly id: string }[] =>
  changes.flatMap(({ address, deposed, change }) => {
    const isReplaced =
      deposed === undefined && ["create", "delete"].every((step) => change.actions.some((a) => a === step));
    const id = made[address];
    if (!isReplaced || id === undefined) return [];
    return idSchema.safeParse(change.before).data?.id === id ? [] : [{ address, id }];
  });
