import { CliError } from "../cli-error";
import { findRemoteLock, findRemoteState } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { explainLock } from "../terraform/lock-info";

/**
 * Checks that no state is locked before the first stack is changed.
 * @throws CliError when the bucket does not exist or a state is locked
 */
export async function checkStates(stacks: readonly SynthesizedStack[]): Promise<void> {
  for (const { name: stackName, environment, part, state } of stacks) {
    if ((await findRemoteState(state)).kind === "no bucket")
      throw new CliError([
        `the state bucket ${state.bucket} does not exist; create it with: npm run poller -- bootstrap --environment ${environment}`,
      ]);
    const lock = await findRemoteLock(state);
    if (lock !== undefined) throw new CliError([explainLock(lock, { stackName, environment, part })]);
  }
}
