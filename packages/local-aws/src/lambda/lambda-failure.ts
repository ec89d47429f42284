import { z } from "zod";
import type { LambdaResult } from "./lambda-invoker";

type LambdaFailure = Extract<LambdaResult, { ok: false }>;

/**
 * Maximum size of the event and of the response of a synchronous invocation, in bytes.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Error document of the Node.js runtime. */
export const errorDocumentSchema = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()),
});
type ErrorDocument = z.infer<typeof errorDocumentSchema>;

/**
 * Creates the error document of the Node.js runtime for a thrown value. A value that is not an Error is named by its
 * type.
 */
export function toErrorDocument(thrown: unknown): ErrorDocument {
  if (thrown instanceof Error)
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? "").split("\n") };
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

export function handlerFailed(document: ErrorDocument): LambdaFailure {
  return { ok: false, error: document.errorType, cause: JSON.stringify(document) };
}

export function timedOut(requestId: string, timeoutSeconds: number): LambdaFailure {
  return sandboxFailed("Sandbox.Timedout", requestId, `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
}

/** Failure of a function whose process ended before it responded. */
export function exited(requestId: string, exitCode: number): LambdaFailure {
  return sandboxFailed(
    "Runtime.ExitError",
    requestId,
    exitCode === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${exitCode}`,
  );
}

export function outOfMemory(requestId: string): LambdaFailure {
  return sandboxFailed("Runtime.ExitError", requestId, "Runtime exited with error: signal: killed");
}

export function requestTooLarge(sizeBytes: number): LambdaFailure {
  return {
    ok: false,
    error: "Lambda.RequestTooLargeException",
    cause: `${sizeBytes} byte payload is too large for the RequestResponse invocation type (limit ${MAX_PAYLOAD_BYTES} bytes)`,
  };
}

export function responseTooLarge(sizeBytes: number): LambdaFailure {
  const errorMessage = `Response payload size (${sizeBytes} bytes) exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
  const errorType = "Function.ResponseSizeTooLarge";
  return { ok: false, error: errorType, cause: JSON.stringify({ errorType, errorMessage }) };
}

export function notFound(functionArn: string, functionNames: readonly string[]): LambdaFailure {
  const known = functionNames.length === 0 ? "none" : functionNames.join(", ");
  return {
    ok: false,
    error: "Lambda.ResourceNotFoundException",
    cause: `Function not found: ${functionArn}; local functions: ${known}; run "npm run build" if the function is new`,
  };
}

function sandboxFailed(errorType: string, requestId: string, problem: string): LambdaFailure {
  const errorMessage = `RequestId: ${requestId} Error: ${problem}`;
  return { ok: false, error: errorType, cause: JSON.stringify({ errorType, errorMessage }) };
}
