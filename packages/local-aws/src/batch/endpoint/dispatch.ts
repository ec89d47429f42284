import { randomUUID } from "node:crypto";
import { DEPTH_RULE, isTooDeep } from "../../input-depth";
import type { LoopbackReply, LoopbackRequest } from "../../loopback-server";
import { BatchApiError } from "./api-error";
import type { BatchReply, Operation } from "./operation";
import type { FaultScript } from "../faults/fault-script";
import { findUnsupported, UNSUPPORTED_OPERATIONS } from "./unsupported-operations";
import { TAGS_PATH } from "../resources/tag-operations";

/** Calls the operations of the endpoint, over HTTP or in process. */
export interface BatchDispatch {
  /** @param operationName - name in the Batch API, such as `SubmitJob` */
  call(operationName: string, input: unknown): Promise<BatchReply>;
  /** Serves a request of the REST-JSON protocol. */
  serve(request: LoopbackRequest): Promise<LoopbackReply>;
}

export function createBatchDispatch(operations: readonly Operation[], faults: FaultScript): BatchDispatch {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const byRoute = new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  const supported = [...byName.keys()].join(", ");
  const explain = (asked: string): string => {
    const reason = UNSUPPORTED_OPERATIONS.get(asked);
    return reason === undefined ? `${asked}; supported operations: ${supported}` : `${asked}: ${reason}`;
  };
  const call = async (operation: Operation | undefined, asked: string, input: unknown): Promise<BatchReply> => {
    if (operation === undefined)
      return refuse("ClientException", 400, `local Batch does not support ${explain(asked)}`);
    if (isTooDeep(input)) return refuse("ClientException", 400, `the request ${DEPTH_RULE}`);
    return faults.call(operation.name, input, (name, given) => perform(byName.get(name) ?? operation, given));
  };
  return {
    call: (operationName, input) => call(byName.get(operationName), operationName, input),
    serve: async (request) => {
      const path = request.path.startsWith(TAGS_PATH) ? TAGS_PATH : request.path;
      const route = `${request.method} ${path}`;
      const input = readInput(request);
      return toHttp(
        "refusal" in input
          ? input.refusal
          : await call(byRoute.get(route), findUnsupported(route) ?? route, input.value),
      );
    },
  };
}

const refuse = (errorType: string, status: number, message: string): BatchReply => ({
  status,
  errorType,
  body: { message },
});

const NOT_JSON = refuse("ClientException", 400, "the request body is not a JSON object");

async function perform(operation: Operation, input: unknown): Promise<BatchReply> {
  try {
    return { status: 200, body: await operation.handle(input) };
  } catch (error) {
    if (error instanceof BatchApiError) return refuse(error.code, error.status, error.message);
    return refuse("ServerException", 500, error instanceof Error ? error.message : String(error));
  }
}

type Input = { readonly value: object } | { readonly refusal: BatchReply };

function readInput({ path, query, body }: LoopbackRequest): Input {
  const value: unknown = body === "" ? {} : parseJson(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { refusal: NOT_JSON };
  if (!path.startsWith(TAGS_PATH)) return { value };
  const resourceArn = decode(path.slice(TAGS_PATH.length));
  if (resourceArn === undefined)
    return { refusal: refuse("ClientException", 400, `the path is not percent-encoded UTF-8, got ${path}`) };
  const tagKeys = query.getAll("tagKeys");
  return { value: { ...value, resourceArn, ...(tagKeys.length === 0 ? {} : { tagKeys }) } };
}

/** @returns undefined if the text is not percent-encoded UTF-8 */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const toHttp = ({ status, body, errorType, html, delivery }: BatchReply): LoopbackReply => ({
  status,
  ...(delivery !== undefined && { delivery }),
  headers: {
    "content-type": html === undefined ? "application/json" : "text/html",
    "x-amzn-requestid": randomUUID(),
    ...(errorType === undefined || html !== undefined ? {} : { "x-amzn-errortype": errorType }),
  },
  body: html ?? JSON.stringify(body),
});
