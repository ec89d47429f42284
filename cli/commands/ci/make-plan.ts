import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { createPlanReport, type PlanReport, type TerraformPlan, type Terraform } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { withPlan } from "../../deploy/apply-stack";
import { errorProperty } from "../../error-properties";
import { PROJECT_ROOT } from "../../local/project-root";
import { openStackTerraform, type StackFolder } from "./stack-folder";

/** Initialized Terraform in the folder of a stack, and the sources of the stack's reports. */
export interface PreparedStack extends StackFolder {
  readonly terraform: Terraform;
  readonly lockFile: PlanReport["lockFile"];
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
}

/**
 * Initializes Terraform for a stack.
 * @throws CliError with an explanation of a known error, or Terraform's own error
 */
export async function prepareStack(folder: StackFolder, context: CliContext): Promise<PreparedStack> {
  const terraform = await openStackTerraform(folder, context);
  const say = (line: string): void => void context.stderr.write(`${line}\n`);
  return { ...folder, terraform, lockFile: await initialize(terraform, folder), say };
}

/** Creates the report on a plan, without secrets. */
export const reportPlan = ({ stack, config, lockFile }: PreparedStack, plan: TerraformPlan): PlanReport =>
  createPlanReport({ plan, stack: stack.name, config, lockFile });

/** Plans a stack without locking its state and without applying the plan. */
export const planReadOnly = (prepared: PreparedStack): Promise<{ plan: TerraformPlan; report: PlanReport }> =>
  withPlan({ ...prepared, lock: false }, ({ plan }) => Promise.resolve({ plan, report: reportPlan(prepared, plan) }));

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
