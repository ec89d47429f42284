import type { Arns } from "../../arn";
import type { Clock } from "../../clock";
import type { LambdaInvoker } from "../../lambda/lambda-invoker";

/** Calls an operation of the Batch endpoint, such as `SubmitJob`, in process. */
export type CallBatch = (
  operation: string,
  input: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Dependencies of task handlers. */
export interface TaskEnvironment {
  readonly region: string;
  readonly arns: Arns;
  readonly clock: Clock;
  /**
   * Clock for TimeoutSeconds of Lambda tasks. A function runs in real time, regardless of the speed of `clock`. On a
   * clock that runs 1,000 times faster, a function of 100 ms would exceed a limit of 60 s.
   */
  readonly lambdaClock: Clock;
  readonly lambdas: LambdaInvoker;
  readonly callBatch: CallBatch | undefined;
}
