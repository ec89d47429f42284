import type { Clock } from "../clock";
import type { LambdaInvoker, LambdaResult } from "../lambda/lambda-invoker";

/**
 * Waits before Lambda tries again to run a function that was invoked asynchronously and failed, in milliseconds; after
 * the last it gives the event up.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_WAITS_MS = [60_000, 120_000];

export interface AsynchronousInvocation {
  readonly clock: Clock;
  readonly lambdas: LambdaInvoker;
  readonly functionArn: string;
  readonly event: unknown;
  /** Ends waits and invocations. */
  readonly signal: AbortSignal;
}

/**
 * Invokes a function as EventBridge does: nobody waits for the answer, and Lambda retries a failure twice.
 * @returns how the last attempt ended
 * @throws the signal's reason when `signal` is aborted
 */
export async function invokeAsynchronously(invocation: AsynchronousInvocation): Promise<LambdaResult> {
  const { clock, lambdas, functionArn, event, signal } = invocation;
  let result = await lambdas.invoke(functionArn, event, signal);
  for (const waitMs of RETRY_WAITS_MS) {
    if (result.ok) return result;
    await clock.sleep(waitMs, signal);
    result = await lambdas.invoke(functionArn, event, signal);
  }
  return result;
}
