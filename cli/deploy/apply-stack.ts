import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  EMPTY_PLAN,
  parsePlan,
  type AppliedChange,
  type TerraformPlan,
  ApplyLog,
  type ApplyMessage,
  explainLock,
  findApplyState,
  runApply,
  type Terraform,
} from "reviewed-terraform";
import { findRemoteLock } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import { checkNames } from "./check-names";
import { ApplyJournal, endJournal, findJournal, type Journal } from "./journal";
import { planRecovery } from "./recover";

/** Terraform plan file; contains the state, including secrets, in plain text. */
const PLAN_FILE = "stack.tfplan";
/** Exit code of `terraform plan -detailed-exitcode` for a plan with changes. */
export const HAS_CHANGES = 2;

/** A stack and Terraform, initialized in the stack's folder. */
export interface StackToApply {
  readonly terraform: Terraform;
  readonly stack: SynthesizedStack;
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
}

export interface PlanOptions extends StackToApply {
  /** Whether to lock the state; requires write permission. @default true */
  readonly lock?: boolean;
  /** Journal of an interrupted apply; the plan imports the resources that it created. */
  readonly journal?: Journal | undefined;
  /** Whether `prior_state` of a plan without changes is required. @default false */
  readonly readsState?: boolean;
}

/** A plan file in the stack's folder. */
export interface StackPlan {
  readonly plan: TerraformPlan;
  /** Whether an apply would change resources, outputs or the state. */
  readonly hasChanges: boolean;
  /** Whether an earlier apply was interrupted before it saved its state. */
  readonly isRecovery: boolean;
}

/** Approval of a plan, by a person or by comparison with a reviewed plan. */
export interface Approval {
  /** Planned changes, each with Terraform's actions in order. */
  readonly changes: readonly { readonly address: string; readonly actions: readonly string[] }[];
  /** Called with each Terraform message, in order. */
  readonly onMessage: (message: ApplyMessage) => void;
  /** Called after the apply, also when it failed. */
  readonly onEnd?: () => void;
}

/** Result of an apply. */
export interface AppliedStack {
  readonly changes: readonly AppliedChange[];
  /** Reason for an incomplete apply; undefined when all changes were applied. */
  readonly problem: string | undefined;
  /** Description of the lock that a killed Terraform did not release. */
  readonly lock: string | undefined;
}

/**
 * Plans a stack, calls `act` with the plan and deletes the plan file.
 * @throws CliError with an explanation of a known error, or Terraform's own error
 */
export async function withPlan<T>(options: PlanOptions, act: (planned: StackPlan) => Promise<T>): Promise<T> {
  try {
    return await act(await planStack(options));
  } finally {
    await deletePlan(options);
  }
}

async function planStack({
  terraform,
  stack,
  say,
  lock = true,
  journal,
  readsState = false,
}: PlanOptions): Promise<StackPlan> {
  if (journal !== undefined) {
    const plan = await planRecovery({ terraform, stack, journal, planFile: PLAN_FILE, say, lock });
    const changes = [...plan.resource_changes.map(({ change }) => change), ...Object.values(plan.output_changes)];
    const isChange = ({ actions, importing }: (typeof changes)[number]): boolean =>
      importing !== undefined || actions.some((action) => action !== "no-op" && action !== "read");
    return { plan, hasChanges: changes.some(isChange), isRecovery: true };
  }
  const args = ["-input=false", "-detailed-exitcode", ...(lock ? [] : ["-lock=false"]), `-out=${PLAN_FILE}`];
  const { exitCode } = await terraform.run(["plan", ...args], { expected: [0, HAS_CHANGES] });
  // Reading the plan starts the provider again. Without changes, only failed check blocks and the state are in it.
  if (exitCode === 0 && !readsState && !("check" in stack.json))
    return { plan: EMPTY_PLAN, hasChanges: false, isRecovery: false };
  const { stdout } = await terraform.run(["show", "-json", PLAN_FILE]);
  const plan = parsePlan(stdout, `the plan of ${stack.name}`);
  return { plan, hasChanges: exitCode === HAS_CHANGES, isRecovery: false };
}

/** A plan that can be applied: a plan file, and the journal that it was made with. */
export interface PlanToApply extends StackPlan {
  /** Journal of an interrupted apply. */
  readonly journal: Journal | undefined;
}

/**
 * Plans a stack and keeps the plan file for {@link applyPlanned}. Imports the resources of an interrupted apply.
 * @throws CliError like {@link withPlan}, when the journal cannot be read, or when the names of others are taken
 */
export async function planToApply(target: StackToApply, lock = true): Promise<PlanToApply> {
  const journal = await findJournal(target.stack.state);
  const planned = await planStack({ ...target, lock, journal });
  // With a journal, resources of these names can be those of the interrupted apply.
  if (journal === undefined) await checkNames(target, planned.plan);
  return { ...planned, journal };
}

/** Deletes the plan file of a stack. */
export const deletePlan = ({ terraform }: Pick<StackToApply, "terraform">): Promise<void> =>
  rm(join(terraform.folder, PLAN_FILE), { force: true });

/**
 * Applies the plan file of a stack. Records the created resources in a journal next to the state, so that an
 * interrupted apply can be recovered.
 * @param approval - undefined when there is nothing to change
 * @returns undefined when there was nothing to change
 * @throws CliError when the journal cannot be written, before the apply, or cannot be deleted after it
 */
export async function applyPlanned(
  target: StackToApply,
  { journal: left }: Pick<PlanToApply, "journal">,
  approval: Approval | undefined,
  keepsJournal = true,
): Promise<AppliedStack | undefined> {
  const { state } = target.stack;
  if (approval === undefined) {
    if (left !== undefined) await endJournal(state, left);
    return undefined;
  }
  const created = approval.changes.filter(({ actions }) => actions.includes("create")).map(({ address }) => address);
  const journal = keepsJournal ? new ApplyJournal(state, created, left) : undefined;
  return applyPlan(target, approval, journal, left !== undefined).finally(approval.onEnd);
}

/**
 * Plans a stack and applies the plan if it is approved.
 * @param decide - returns undefined when there is nothing to change; throws to reject the plan
 * @param keepsJournal - false while the bucket of the state may not exist
 * @returns undefined when there was nothing to change
 * @throws CliError like {@link applyPlanned}
 */
export async function applyStack(
  target: StackToApply,
  decide: (planned: StackPlan) => Promise<Approval | undefined>,
  keepsJournal = true,
): Promise<AppliedStack | undefined> {
  const journal = keepsJournal ? await findJournal(target.stack.state) : undefined;
  return withPlan({ ...target, journal }, async (planned) =>
    applyPlanned(target, { journal }, await decide(planned), keepsJournal),
  );
}

async function applyPlan(
  { terraform, stack }: StackToApply,
  { changes, onMessage }: Approval,
  journal: ApplyJournal | undefined,
  isRecovery: boolean,
): Promise<AppliedStack> {
  await journal?.begin();
  const log = new ApplyLog((message) => {
    journal?.push(message);
    onMessage(message);
  });
  const place = placeOf(stack);
  const { problem, isOrderly } = await runApply(terraform, PLAN_FILE, log, place);
  // Terraform does not report single imports: resources of an earlier run are in the state only after a complete
  // apply.
  await journal?.end(isOrderly && !(isRecovery && problem !== undefined));
  // Expired credentials, for example, must not hide the problem.
  const lock = isOrderly ? undefined : await findRemoteLock(stack.state).catch(() => undefined);
  return {
    changes: changes.map(({ address, actions }) => ({
      address,
      actions,
      state: problem === undefined ? "done" : findApplyState(address, actions, log),
    })),
    problem,
    lock: lock === undefined ? undefined : explainLock(lock, place),
  };
}

/**
 * Describes a failed apply: the reason and the changes that were not applied.
 * @param again - advice, like `run the same command again`
 * @returns lines; none when all changes were applied
 */
export function describeFailure(name: string, { changes, problem, lock }: AppliedStack, again: string): string[] {
  if (problem === undefined) return [];
  const open = changes.filter(({ state }) => state !== "done").map(({ address, state }) => `  ${address}: ${state}`);
  const how = open.length === changes.length ? "was not applied" : "was applied in part";
  return [
    `${name} ${how}: ${problem}`,
    `not applied (${open.length} of ${changes.length}); ${again} to apply the rest:`,
    ...open,
    ...(lock === undefined ? [] : [lock]),
  ];
}
