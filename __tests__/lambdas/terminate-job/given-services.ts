import type { Services } from "../../../lambdas/terminate-job/services";
import { FakeBatch, givenLog } from "../fake-batch";
import { FakeExecutions } from "../fake-executions";

export const STATE_MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:poller";
export const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";

/** What the function works with, in memory; a pause takes no time, and is kept. */
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
  } satisfies Services & { readonly pauses: number[] };
}
