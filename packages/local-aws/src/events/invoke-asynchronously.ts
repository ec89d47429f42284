import type { Clock } from "../clock";
import type { LambdaInvoker, LambdaResult } from "../lambda/lambda-invoker";

/**
 * Delays before Lambda retries a failed asynchronous invocation, in milliseconds. After the last retry, Lambda
 * discards the event.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_WAITS_MS = [60_000, 120_000];

export interface AsynchronousInvocation {
  readonly clock: Clock;
  readonly lambdas: LambdaInvoker;
  readonly functionArn: string;
  readonly event: unknown;
  /** Aborts waits and invocations. */
  readonly signal: AbortSignal;
}

/**
 * Invokes a function asynchronously, as EventBridge does. Lambda retries a failed invocation twice.
 * @returns result of the last attempt
 * @throws the signal's reason if `signal` is aborted
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
