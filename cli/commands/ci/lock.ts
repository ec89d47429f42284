import { codeBlock, explainLock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import { createScreen } from "../../screen";
import { findRemoteLock } from "../../state/remote-state";
import { placeOf } from "../../terraform/terraform-place";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { readStackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface LockOptions extends OutDirOptions {
  /** Expected ID of the lock. */
  readonly id?: string | undefined;
}

/**
 * Shows the lock of a stack's state.
 * @returns exit code; 2 when the state is locked, 0 when it has the expected lock
 * @throws CliError when the state does not have the expected lock
 */
export async function showLock(stackName: string, options: LockOptions, context: CliContext): Promise<number> {
  const { stack } = await readStackFolder(stackName, options, context);
  const lock = await findRemoteLock(stack.state);
  const screen = createScreen(context, options);
  if (screen.json) screen.result(lock ?? null);
  else if (lock === undefined) context.stdout.write(`the state of ${stackName} is not locked\n`);
  else context.stdout.write(`${explainLock(lock, placeOf(stack))}\n`);
  if (options.id !== undefined) {
    await appendSummary(context, `## Lock of ${stackName}\n\n${codeBlock("", JSON.stringify(lock ?? null, null, 2))}`);
    if (lock?.id === options.id) return CI_EXIT_CODE.succeeded;
    throw new CliError([`the state of ${stackName} does not have the lock ${options.id}, so nothing was released`]);
  }
  return lock === undefined ? CI_EXIT_CODE.succeeded : CI_EXIT_CODE.endedOtherwise;
}
