import { withoutQualifier } from "../src/arn";
import { createScaledClock, type Clock } from "../src/clock";
import { waitFor } from "../src/wait-for";
import {
  MAX_PAYLOAD_BYTES,
  handlerFailed,
  notFound,
  requestTooLarge,
  responseTooLarge,
  toErrorDocument,
} from "../src/lambda/lambda-failure";
import type { LambdaInvoker, LambdaResult } from "../src/lambda/lambda-invoker";
import { WorkHold } from "../src/lambda/work-hold";

export interface InProcessContext {
  /** Pauses the function on the clock, without holding it. */
  pause(durationMs: number): Promise<void>;
}

export type InProcessHandler = (event: unknown, context: InProcessContext) => Promise<unknown>;

/**
 * Creates Lambda functions that are plain functions of this process: no start-up time, isolation or time limit. For
 * fast tests.
 * @param handlers - handler by function ARN
 * @param clock - clock that is held while a function works, and on which it pauses; real time by default
 */
export function createInProcessLambdas(
  handlers: ReadonlyMap<string, InProcessHandler>,
  clock: Clock = createScaledClock(1),
): LambdaInvoker {
  return {
    async invoke(functionArn, payload, signal) {
      const handler = handlers.get(functionArn) ?? handlers.get(withoutQualifier(functionArn));
      if (handler === undefined) return notFound(functionArn, [...handlers.keys()]);
      return waitFor(run(handler, JSON.stringify(payload), clock), signal);
    },
  };
}

async function run(handler: InProcessHandler, event: string, clock: Clock): Promise<LambdaResult> {
  const eventBytes = Buffer.byteLength(event);
  if (eventBytes > MAX_PAYLOAD_BYTES) return requestTooLarge(eventBytes);
  const hold = new WorkHold(clock);
  const context: InProcessContext = { pause: (durationMs) => hold.pause(durationMs) };
  try {
    const answer: unknown = JSON.stringify(await handler(JSON.parse(event), context));
    if (typeof answer !== "string") return { ok: true, payload: null };
    const answerBytes = Buffer.byteLength(answer);
    return answerBytes > MAX_PAYLOAD_BYTES ? responseTooLarge(answerBytes) : { ok: true, payload: JSON.parse(answer) };
  } catch (error) {
    return handlerFailed(toErrorDocument(error));
  } finally {
    hold.end();
  }
}
