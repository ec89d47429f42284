import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  createPlanReport,
  parseProviderLock,
  PROVIDER_LOCK_FILE,
  sha256Hex,
  type PlanReport,
  type TerraformPlan,
  type Terraform,
} from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { withPlan } from "../../deploy/apply-stack";
import { errorProperty } from "../../error-properties";
import { readConfig } from "../../state/read-config";
import { PROVIDERS_PATH } from "../../state/synthesized-stack";
import { openStackTerraform, type StackFolder } from "./stack-folder";

/** Initialized Terraform in the folder of a stack, and the sources of the stack's reports. */
export interface PreparedStack extends StackFolder {
  readonly terraform: Terraform;
  readonly lockFile: PlanReport["lockFile"];
  readonly guardedTypes: readonly string[];
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
}

/**
 * Initializes Terraform for a stack.
 * @throws CliError for invalid settings, or with an explanation of a known error, or Terraform's own error
 */
export async function prepareStack(folder: StackFolder, context: CliContext): Promise<PreparedStack> {
  const { guardedTypes } = readConfig(folder.stack.environment, context);
  const terraform = await openStackTerraform(folder, context);
  const say = (line: string): void => void context.stderr.write(`${line}\n`);
  const lockFile = await initialize(terraform, folder);
  return { ...folder, terraform, lockFile, guardedTypes, say };
}

/** Creates the report on a plan, without secrets. */
export const reportPlan = ({ stack, ...sources }: PreparedStack, plan: TerraformPlan): PlanReport =>
  createPlanReport({ ...sources, plan, stack: stack.name });

/** Plans a stack without locking its state and without applying the plan. */
export const planReadOnly = (
  prepared: PreparedStack,
  readsState = false,
): Promise<{ plan: TerraformPlan; report: PlanReport }> =>
  withPlan({ ...prepared, lock: false, readsState }, ({ plan }) =>
    Promise.resolve({ plan, report: reportPlan(prepared, plan) }),
  );

/**
 * Runs `terraform init`, with exactly the providers of the stack's lock file if it has one.
 * @param providersPath - folder with the lock files of the code that plans; in a pull request, those of main
 * @returns the lock file, with the providers that differ from those of main
 * @throws DeliveryError for an invalid lock file
 */
export async function initialize(
  terraform: Pick<Terraform, "init">,
  { stack, path }: Pick<StackFolder, "stack" | "path">,
  providersPath = PROVIDERS_PATH,
): Promise<PlanReport["lockFile"]> {
  const text = await findText(join(path, PROVIDER_LOCK_FILE));
  if (text === undefined) {
    await terraform.init();
    return "absent";
  }
  const ownFile = join(providersPath, `${stack.part}.lock.hcl`);
  const own = parseProviderLock((await findText(ownFile)) ?? "", ownFile);
  const providers = parseProviderLock(text, `${PROVIDER_LOCK_FILE} of ${stack.name}`).map(({ source, version }) => {
    const previous = own.find((provider) => provider.source === source)?.version;
    return { source, version, ...(previous === undefined || previous === version ? {} : { previous }) };
  });
  await writeFile(join(path, ".terraform.lock.hcl"), text);
  await terraform.init(["-lockfile=readonly"]);
  return { sha256: sha256Hex(text), providers };
}

async function findText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorProperty(error, "code") === "ENOENT") return undefined;
    throw error;
  }
}
