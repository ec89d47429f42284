import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createPlanReport, type PlanReport, parsePlan, type TerraformPlan } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import type { Journal } from "../../deploy/journal";
import { planRecovery } from "../../deploy/recover";
import { errorProperty } from "../../error-properties";
import { PROJECT_ROOT } from "../../local/project-root";
import type { Terraform } from "../../terraform/terraform";
import { findTree } from "./git-tree";
import { openStackTerraform, type StackFolder } from "./stack-folder";

/** Terraform plan file; contains the state, including secrets, in plain text. */
export const PLAN_FILE = "ci.tfplan";

/** A plan file in the stack's folder. */
export interface MadePlan {
  readonly terraform: Terraform;
  readonly plan: TerraformPlan;
  /** Report on the plan, without secrets. */
  readonly report: PlanReport;
}

/** Initialized Terraform in the folder of a stack. */
export interface PreparedStack {
  readonly terraform: Terraform;
  readonly lockFile: PlanReport["lockFile"];
}

export interface PlanOptions {
  /** Git tree of the sources. @default that of HEAD */
  readonly tree?: string | undefined;
  /** Whether to lock the state; requires write permission. */
  readonly lock: boolean;
  /** Terraform from an earlier plan in the same folder. @default initializes Terraform */
  readonly prepared?: PreparedStack | undefined;
  /** Journal of an interrupted apply; the plan imports the resources that it created. */
  readonly journal?: Journal | undefined;
}

/**
 * Plans a stack, calls `act` with the plan and deletes the plan file.
 * @throws CliError with an explanation of a known error, or Terraform's own error
 */
export async function withPlan<T>(
  folder: StackFolder,
  { tree, lock, journal, prepared }: PlanOptions,
  context: CliContext,
  act: (made: MadePlan) => Promise<T>,
): Promise<T> {
  const sourceTree = await findTree(context, tree);
  const { terraform, lockFile } = prepared ?? (await prepare(folder, context));
  try {
    const { name: stack } = folder.stack;
    const say = (line: string): void => void context.stderr.write(`${line}\n`);
    const plan =
      journal === undefined
        ? await planOnce(terraform, stack, lock)
        : await planRecovery({ terraform, stack: folder.stack, journal, planFile: PLAN_FILE, say });
    const report = createPlanReport({ plan, stack, tree: sourceTree, config: folder.config, lockFile });
    return await act({ terraform, plan, report });
  } finally {
    await rm(join(folder.path, PLAN_FILE), { force: true });
  }
}

async function prepare(folder: StackFolder, context: CliContext): Promise<PreparedStack> {
  const terraform = await openStackTerraform(folder, context);
  return { terraform, lockFile: await initialize(terraform, folder) };
}

async function planOnce(terraform: Terraform, stack: string, lock: boolean): Promise<TerraformPlan> {
  await terraform.run(["plan", "-input=false", ...(lock ? [] : ["-lock=false"]), `-out=${PLAN_FILE}`]);
  const { stdout } = await terraform.run(["show", "-json", PLAN_FILE]);
  return parsePlan(stdout, `the plan of ${stack}`);
}

/**
 * Runs `terraform init`, with the committed lock file of the providers if there is one.
 * @param providersPath - folder with a lock file for each part of an environment
 */
export async function initialize(
  terraform: Pick<Terraform, "init">,
  { stack, path }: Pick<StackFolder, "stack" | "path">,
  providersPath = join(PROJECT_ROOT, "providers"),
): Promise<PlanReport["lockFile"]> {
  const committed = join(providersPath, `${stack.part}.lock.hcl`);
  try {
    await copyFile(committed, join(path, ".terraform.lock.hcl"));
  } catch (error) {
    if (errorProperty(error, "code") !== "ENOENT") throw error;
    await terraform.init();
    return "absent";
  }
  await terraform.init(["-lockfile=readonly"]);
  return "committed";
}
