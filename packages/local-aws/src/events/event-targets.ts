import { parseArn } from "../arn";
import type { Clock } from "../clock";
import type { LambdaInvoker, LambdaResult } from "../lambda/lambda-invoker";

/** Services that events can be delivered to. */
export interface EventTargets {
  readonly lambdas: LambdaInvoker;
  /** @throws Error if the execution cannot be started */
  readonly startExecution: (stateMachineArn: string, input: unknown) => Promise<void>;
  /** Publishes a message to an SNS topic. */
  readonly publish: (topicArn: string, message: string) => void;
}

interface Delivery {
  readonly clock: Clock;
  readonly targets: EventTargets;
  readonly arn: string;
  readonly input: unknown;
  /** Aborts waits and invocations. */
  readonly signal: AbortSignal;
}

const TARGET_SERVICES = ["lambda", "states", "sns"];

/** Whether events can be delivered to a resource: a Lambda function, state machine or SNS topic. */
export const isTargetArn = (arn: string): boolean => TARGET_SERVICES.includes(parseArn(arn)?.service ?? "");

/**
 * Delivers an event as EventBridge does. A function is invoked asynchronously. Other targets receive the event once.
 * @returns why the delivery failed; undefined if it succeeded
 * @throws the signal's reason if `signal` is aborted
 */
export async function deliverToTarget({ clock, targets, arn, input, signal }: Delivery): Promise<string | undefined> {
  const service = parseArn(arn)?.service;
  if (service === "states") return startExecution(clock, targets, arn, input);
  if (service === "sns") {
    targets.publish(arn, JSON.stringify(input));
    return undefined;
  }
  const { lambdas } = targets;
  const result = await invokeAsynchronously({ clock, lambdas, functionArn: arn, event: input, signal });
  return result.ok ? undefined : `${result.error}: ${result.cause}`;
}

async function startExecution(
  clock: Clock,
  targets: EventTargets,
  arn: string,
  input: unknown,
): Promise<string | undefined> {
  // Until the execution runs, a virtual clock has nothing to wait for and would jump ahead.
  const release = clock.hold();
  try {
    await targets.startExecution(arn, input);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "an unknown error";
  } finally {
    release();
  }
}

/**
 * Delays before Lambda retries a failed asynchronous invocation, in milliseconds. After the last retry, Lambda
 * discards the event.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_WAITS_MS = [60_000, 120_000];

interface AsynchronousInvocation {
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
async function invokeAsynchronously(invocation: AsynchronousInvocation): Promise<LambdaResult> {
  const { clock, lambdas, functionArn, event, signal } = invocation;
  let result = await lambdas.invoke(functionArn, event, signal);
  for (const waitMs of RETRY_WAITS_MS) {
    if (result.ok) return result;
    await clock.sleep(waitMs, signal);
    result = await lambdas.invoke(functionArn, event, signal);
  }
  return result;
}
