import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlan, type TerraformPlan } from "../../delivery/terraform-plan";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";
import type { Terraform } from "../terraform/terraform";
import { findAbsent } from "./find-absent";
import { findImports, hasTags, renderImports, type ImportSource } from "./find-imports";
import { findLost } from "./find-lost";
import type { Journal } from "./journal";
import { readPlace, type StackPlace } from "./stack-place";

/** What Terraform reads beside cdk.tf.json while it plans. */
export const RECOVERY_FILE = "recovery.tf.json";

/** Plans until all is found: what depends on another, what is not there, and what is not ours take one each. */
const MOST_PLANS = 8;
const FAILED = 1;

export interface RecoveryOptions {
  readonly terraform: Terraform;
  readonly stack: SynthesizedStack;
  readonly journal: Journal;
  readonly planFile: string;
  /** Tells a person one line. */
  readonly say: (line: string) => void;
}

/**
 * Plans a stack whose last apply was killed, in such a way that what that one had made is taken into the state instead
 * of being made twice. Changes nothing itself.
 * @throws CliError when planning fails for another reason than that something is not there
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
  say(`${stack.name}: an apply was killed before it had written down all that it made; looking for what is there`);
  try {
    for (let round = 0; round < MOST_PLANS; round += 1) {
      await writeFile(file, JSON.stringify(renderImports(imports)));
      say(`${stack.name}: plan ${round + 1} of at most ${MOST_PLANS}, looking for ${imports.size}`);
      const outcome = await plan(options, imports);
      if (outcome.kind === "absent") {
        drop(outcome.addresses);
        continue;
      }
      const foreign = findForeign(outcome.plan, place);
      for (const address of foreign) say(`${stack.name}: ${address} is there, but not this stack's by its tags`);
      drop(foreign);
      const more = [...(await findImports(outcome.plan, journal, place))].filter(
        ([address]) => !absent.has(address) && !imports.has(address),
      );
      if (foreign.length === 0 && more.length === 0) {
        for (const { address, id } of findLost(outcome.plan, journal))
          say(`${stack.name}: ${id}, made in the place of ${address}, is made once more; delete the first one by hand`);
        return outcome.plan;
      }
      for (const [address, source] of more) imports.set(address, source);
    }
  } finally {
    await rm(file, { force: true });
  }
  throw new CliError([
    `${stack.name}: what a killed apply had made was not found out in ${MOST_PLANS} plans; take over what is there with npm run state -- import, and delete s3://${stack.state.bucket}/${stack.state.key}.journal`,
  ]);
}

type Outcome =
  | { readonly kind: "plan"; readonly plan: TerraformPlan }
  | { readonly kind: "absent"; readonly addresses: readonly string[] };

async function plan(
  { terraform, stack, journal, planFile }: RecoveryOptions,
  imports: ReadonlyMap<string, ImportSource>,
): Promise<Outcome> {
  const { name: stackName, environment, part } = stack;
  const { exitCode, stdout } = await terraform.run(["plan", "-input=false", "-json", `-out=${planFile}`], {
    expected: [0, FAILED],
  });
  if (exitCode === FAILED)
    return { kind: "absent", addresses: findAbsent(stdout, imports, journal, { stackName, environment, part }) };
  const shown = await terraform.run(["show", "-json", planFile]);
  return { kind: "plan", plan: parsePlan(shown.stdout, `the plan of ${stackName}`) };
}

const importedSchema = z.object({ tags_all: z.record(z.string(), z.unknown()) });
/** What has no tags, and would not be overwritten by who makes it: a schedule. */
const schedulingSchema = z.object({ target: z.tuple([z.object({ arn: z.string() })]) });

/** What would be imported although somebody else made it: a name may have been taken before. */
function findForeign({ resource_changes: changes }: TerraformPlan, { tags }: StackPlace): string[] {
  return changes.flatMap(({ address, change: { importing, before, after } }) => {
    if (importing === undefined) return [];
    const imported = importedSchema.safeParse(before).data;
    const [is, shall] = [before, after].map((values) => schedulingSchema.safeParse(values).data?.target[0].arn);
    const isOurs = imported === undefined ? is === shall : hasTags(imported.tags_all, tags);
    return isOurs ? [] : [address];
  });
}
