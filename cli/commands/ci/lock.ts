import { explainLock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { findRemoteLock } from "../../state/remote-state";
import { placeOf } from "../../terraform/terraform-place";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { readStackFolder } from "./stack-folder";

/** Shows the lock of a stack's state. @returns exit code; 2 when the state is locked */
export async function showLock(stackName: string, options: OutDirOptions, context: CliContext): Promise<number> {
  const { stack } = await readStackFolder(stackName, options, context);
  const lock = await findRemoteLock(stack.state);
  const screen = createScreen(context, options);
  if (screen.json) screen.result(lock ?? null);
  else if (lock === undefined) context.stdout.write(`the state of ${stackName} is not locked\n`);
  else context.stdout.write(`${explainLock(lock, placeOf(stack))}\n`);
  return lock === undefined ? CI_EXIT_CODE.succeeded : CI_EXIT_CODE.endedOtherwise;
}
