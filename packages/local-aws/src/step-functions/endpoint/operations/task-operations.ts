import { z } from "zod";
import { parseGivenJson } from "../../json/json";
import type { CallbackTokens } from "../../tasks/callback-tokens";
import { ApiError } from "../api-error";
import { dataSchema } from "../input-schemas";
import { type Operation, defineOperation } from "../operation";

const taskToken = z.string().min(1).max(2048);
const successInput = z.strictObject({ taskToken, output: dataSchema });
const failureInput = z.strictObject({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const heartbeatInput = z.strictObject({ taskToken });

/** Operations that return a task token. */
export const taskOperations: Readonly<Record<string, Operation>> = {
  SendTaskSuccess: defineOperation(successInput, (request, { tokens }) => {
    const output = parseOutput(request.output);
    checkToken(request.taskToken, tokens);
    tokens.complete(request.taskToken, { ok: true, output });
    return {};
  }),
  SendTaskFailure: defineOperation(failureInput, (request, { tokens }) => {
    checkToken(request.taskToken, tokens);
    tokens.complete(request.taskToken, { ok: false, error: request.error, cause: request.cause });
    return {};
  }),
  SendTaskHeartbeat: defineOperation(heartbeatInput, (request, { tokens }) => {
    checkToken(request.taskToken, tokens);
    tokens.heartbeat(request.taskToken);
    return {};
  }),
};

/** @throws ApiError InvalidToken, TaskDoesNotExist, or TaskTimedOut for a token that was already used */
function checkToken(token: string, tokens: CallbackTokens): void {
  const state = tokens.find(token);
  if (state === "invalid") throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
  if (state === "unknown")
    throw new ApiError("TaskDoesNotExist", "Task Does Not Exist: 'Provided task does not exist'");
  if (state === "closed") throw new ApiError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
}

function parseOutput(text: string) {
  try {
    return parseGivenJson(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ApiError("InvalidOutput", `Invalid Output: '${problem}'`);
  }
}
