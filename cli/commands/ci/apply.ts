import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { checkZips, findPlannedFunctions } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { checkStates } from "../../deploy/check-states";
import { endJournal, findJournal, type Journal } from "../../deploy/journal";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { EXIT_CODE } from "../../exit-code";
import { createScreen } from "../../screen";
import { applyPlan } from "./apply-plan";
import type { OutDirOptions } from "./ci-options";
import { checkConverged, type AppliedStack } from "./converge";
import { isEmpty } from "./judge-plan";
import { withPlan, type MadePlan } from "./make-plan";
import { refuse } from "./refuse";
import { passReview } from "./review-gate";
import { readStackFolder, type StackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface ApplyOptions extends OutDirOptions {
  /** Folder written by `ci reviewed`. */
  readonly reviewed: string;
  readonly acceptNewPlan?: boolean | undefined;
  readonly allowDestroy: readonly string[];
}

/**
 * Applies a stack if its current plan matches the reviewed plan, with exactly the Lambda code named in the plan.
 * Then checks that AWS runs that code and that a second plan has no changes. Can be rerun at any time.
 * @returns exit code; 2 when the second plan has changes
 * @throws CliError when nothing or only a part was applied; with exit code 3 when the plan was not reviewed
 */
export async function applyReviewed(stackName: string, options: ApplyOptions, context: CliContext): Promise<number> {
  const folder = await readStackFolder(stackName, options, context);
  await checkStates([folder.stack]);
  const journal = await findJournal(folder.stack.state);
  const applied = await withPlan(folder, { lock: true, journal }, context, (made) =>
    applyMade(made, { folder, journal }, options, context),
  );
  return applied === undefined ? EXIT_CODE.succeeded : checkConverged(folder, options, context, applied);
}

/** @returns undefined when there was nothing to change */
async function applyMade(
  { plan, report, terraform }: MadePlan,
  { folder, journal }: { readonly folder: StackFolder; readonly journal: Journal | undefined },
  options: ApplyOptions,
  context: CliContext,
): Promise<AppliedStack | undefined> {
  const { stack } = folder;
  const { name: stackName } = stack;
  const screen = createScreen(context, options);
  if (isEmpty(report)) {
    screen.say(`${stackName}: nothing to change`);
    await appendSummary(context, `## ✅ ${stackName}: nothing to change`);
    if (journal !== undefined) await endJournal(stack.state, journal);
    return undefined;
  }
  const review = {
    folder: resolveGivenPath(options.reviewed, context.environment),
    acceptNewPlan: options.acceptNewPlan === true,
    allowDestroy: options.allowDestroy,
    isRecovery: journal !== undefined,
  };
  screen.say(await passReview(report, review, context));
  const functions = findPlannedFunctions(plan);
  refuse(checkZips(functions, (filename) => readZip(resolve(folder.path, filename))));
  await applyPlan({ terraform, report, stack, journal }, context);
  return { prepared: { terraform, lockFile: report.lockFile }, functions };
}

function readZip(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
