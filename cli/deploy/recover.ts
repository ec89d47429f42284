import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlan, type TerraformPlan } from "../../delivery/terraform-plan";
import { CliError } from "../cli-error";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { ApplyLog, type ApplyDiagnostic } from "../terraform/apply-log";
import { explainErrors } from "../terraform/run-apply";
import type { Terraform } from "../terraform/terraform";
import type { TerraformPlace } from "../terraform/terraform-place";
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

/** What a plan failed for; whatever else it failed for is an error. */
function findAbsent(
  output: string,
  imports: ReadonlyMap<string, ImportSource>,
  { made }: Journal,
  place: TerraformPlace,
): string[] {
  const log = new ApplyLog();
  log.push(`${output}\n`);
  // Of what is only supposed to be there, all that may be meant: it is made, or named by the apply if it is there.
  const supposed = [...imports.keys()].filter((address) => made[address] === undefined);
  const found = log.errors.map((error) => {
    const address = findAddress(error, [...imports]);
    if (address !== undefined) return [address];
    return error.address === undefined && NOT_FOUND.test(textOf(error)) ? supposed : [];
  });
  if (found.length > 0 && found.every((addresses) => addresses.length > 0)) return [...new Set(found.flat())];
  throw new CliError([explainErrors(log.errors, output, place)]);
}

/** What the provider says of IDs that are not there, where Terraform does not say it for it. */
const NOT_FOUND = /not ?found|no .* found|does ?n[o']t exist|couldn't find|NoSuch/i;

function findAddress(
  { address, summary, detail }: ApplyDiagnostic,
  imports: readonly (readonly [string, ImportSource])[],
): string | undefined {
  const [, index] = /^data\.\w+\.recovery_(\d+)$/.exec(address ?? "") ?? [];
  if (index !== undefined) return imports[Number(index)]?.[0];
  const [, absent] = /existing object to "([^"]+)"/.exec(detail) ?? [];
  const text = textOf({ summary, detail });
  const isMeant = ([candidate, source]: readonly [string, ImportSource]): boolean =>
    candidate === absent ||
    candidate === address ||
    (absent === undefined && address === undefined && NOT_FOUND.test(text) && hasId(text, source));
  // The longest ID: what is said of an association names its subnet and its route table, which are there.
  const length = ([, source]: readonly [string, ImportSource]): number => (source.kind === "id" ? source.id.length : 0);
  return imports.filter(isMeant).sort((one, other) => length(other) - length(one))[0]?.[0];
}

const textOf = ({ summary, detail }: Pick<ApplyDiagnostic, "summary" | "detail">): string => `${summary} ${detail}`;

/** Whether a text names an ID, or all parts of a composed one. */
const hasId = (text: string, source: ImportSource): boolean =>
  source.kind === "id" && (text.includes(source.id) || source.id.split("/").every((part) => text.includes(part)));

const importedSchema = z.object({ tags_all: z.record(z.string(), z.unknown()) });

/** What would be imported although somebody else made it: a name may have been taken before. */
function findForeign({ resource_changes: changes }: TerraformPlan, { tags }: StackPlace): string[] {
  return changes.flatMap(({ address, change }) => {
    const imported = change.importing === undefined ? undefined : importedSchema.safeParse(change.before).data;
    return imported === undefined || hasTags(imported.tags_all, tags) ? [] : [address];
  });
}
