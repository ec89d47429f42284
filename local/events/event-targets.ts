import type { Clock } from "../clock";
import type { LambdaInvoker } from "../lambda/lambda-invoker";
import { invokeAsynchronously } from "./invoke-asynchronously";

/** What events can be told to. */
export interface EventTargets {
  readonly lambdas: LambdaInvoker;
  /** @throws Error when the execution cannot be started */
  readonly startExecution: (stateMachineArn: string, input: unknown) => Promise<void>;
  /** Takes what an SNS topic would send to its subscribers. */
  readonly publish: (topicArn: string, message: string) => void;
}

export interface Delivery {
  readonly clock: Clock;
  readonly targets: EventTargets;
  readonly arn: string;
  readonly input: unknown;
  /** Ends waits and invocations. */
  readonly signal: AbortSignal;
}

/** The service part of the ARNs of what {@link tellTarget} can tell. */
export const TARGET_SERVICES: readonly string[] = ["lambda", "states", "sns"];

/**
 * Tells a target as EventBridge does: a function is invoked asynchronously, the rest is told once.
 * @returns why the target could not be told; undefined when it was
 * @throws the signal's reason when `signal` is aborted
 */
export async function tellTarget({ clock, targets, arn, input, signal }: Delivery): Promise<string | undefined> {
  const service = arn.split(":")[2];
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
  // Until the execution runs, a virtual clock would find nothing to wait for, and leap over it.
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
