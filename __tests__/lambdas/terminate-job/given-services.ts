import type { CleanupServices } from "../../../lambdas/terminate-job/cleanup";
import { FakeBatch, givenLog } from "../fake-batch";
import { FakeExecutions } from "../fake-executions";

export const STATE_MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:poller";
export const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";

/** In-memory dependencies of the function. Pauses take no time and are recorded. */
export function givenServices({ onPause = () => undefined }: { readonly onPause?: () => unknown } = {}) {
  const pauses: number[] = [];
  return {
    batch: new FakeBatch(),
    executions: new FakeExecutions(),
    log: givenLog(),
    pauses,
    pause: (durationMs: number) => {
      pauses.push(durationMs);
      return Promise.resolve(onPause());
    },
  } satisfies CleanupServices & { readonly pauses: number[] };
}
