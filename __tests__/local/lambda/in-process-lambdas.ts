import { waitFor } from "../../../local/lambda/abortable";
import {
  MAX_PAYLOAD_BYTES,
  handlerFailed,
  notFound,
  requestTooLarge,
  responseTooLarge,
  toErrorDocument,
} from "../../../local/lambda/lambda-failure";
import { type LambdaInvoker, type LambdaResult, withoutQualifier } from "../../../local/lambda/lambda-invoker";

export type InProcessHandler = (event: unknown) => Promise<unknown>;

/**
 * Lambdas that are plain functions of this process: no start-up time, no isolation, no time limit. For fast tests.
 * @param handlers - handler by function ARN
 */
export function createInProcessLambdas(handlers: ReadonlyMap<string, InProcessHandler>): LambdaInvoker {
  return {
    async invoke(functionArn, payload, signal) {
      const handler = handlers.get(functionArn) ?? handlers.get(withoutQualifier(functionArn));
      if (handler === undefined) return notFound(functionArn, [...handlers.keys()]);
      return waitFor(run(handler, JSON.stringify(payload)), signal);
    },
  };
}

async function run(handler: InProcessHandler, event: string): Promise<LambdaResult> {
  const eventBytes = Buffer.byteLength(event);
  if (eventBytes > MAX_PAYLOAD_BYTES) return requestTooLarge(eventBytes);
  try {
    const answer: unknown = JSON.stringify(await handler(JSON.parse(event)));
    if (typeof answer !== "string") return { ok: true, payload: null };
    const answerBytes = Buffer.byteLength(answer);
    return answerBytes > MAX_PAYLOAD_BYTES ? responseTooLarge(answerBytes) : { ok: true, payload: JSON.parse(answer) };
  } catch (error) {
    return handlerFailed(toErrorDocument(error));
  }
}
