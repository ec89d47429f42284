import { randomUUID } from "node:crypto";
import { DEPTH_RULE, isTooDeep } from "../input-depth";
import type { LoopbackReply, LoopbackRequest } from "../loopback-server";
import type { LogStore } from "./log-store";
import { LogsApiError } from "./logs-api-error";
import { LOGS_OPERATIONS } from "./logs-operations";

/** Prefix of the X-Amz-Target header of CloudWatch Logs. */
const TARGET_PREFIX = "Logs_20140328.";

export const isLogsRequest = ({ headers }: LoopbackRequest): boolean =>
  headers["x-amz-target"]?.startsWith(TARGET_PREFIX) === true;

/** Serves the operations that read the log of a job, in the JSON 1.1 protocol of CloudWatch Logs. */
export function serveLogs(request: LoopbackRequest, logs: LogStore): LoopbackReply {
  const name = request.headers["x-amz-target"]?.slice(TARGET_PREFIX.length) ?? "";
  try {
    return reply(200, perform(name, parseJson(request.body), logs));
  } catch (error) {
    if (!(error instanceof LogsApiError)) throw error;
    return reply(400, { __type: error.name, message: error.message }, error.name);
  }
}

function perform(name: string, input: unknown, logs: LogStore): object {
  const operation = Object.hasOwn(LOGS_OPERATIONS, name) ? LOGS_OPERATIONS[name] : undefined;
  if (isTooDeep(input)) throw new LogsApiError("SerializationException", `the request ${DEPTH_RULE}`);
  if (operation !== undefined) return operation(input, logs);
  throw new LogsApiError(
    "UnknownOperationException",
    `local CloudWatch Logs does not support ${name}; supported operations: ${Object.keys(LOGS_OPERATIONS).join(", ")}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LogsApiError("SerializationException", "the request body is not JSON");
  }
}

const reply = (status: number, body: object, errorType?: string): LoopbackReply => ({
  status,
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
    ...(errorType === undefined ? {} : { "x-amzn-errortype": errorType }),
  },
  body: JSON.stringify(body),
});
