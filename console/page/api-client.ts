import type * as z from "zod";
import { errorReplySchema } from "../api/replies";

/** The server returned an error, or no response. */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(
    /** HTTP status; 0 if there was no response. */
    readonly status: number,
    message: string,
    /** Parsed response body; undefined if there is none. */
    readonly body: unknown,
  ) {
    super(message);
  }
}

/** Message while the server does not respond. */
export const SERVER_UNREACHABLE =
  "The console server does not respond. If it was stopped, start it again and open the address that it prints.";

/** Maximum duration of a request, in milliseconds. */
const ANSWER_LIMIT_MS = 20_000;
const NO_ANSWER = `No answer for ${ANSWER_LIMIT_MS / 1000} seconds. The console server or its endpoint does not respond.`;

/** @throws RequestError */
export async function get<Reply>(path: string, schema: z.ZodType<Reply>, signal?: AbortSignal): Promise<Reply> {
  return schema.parse(await request(path, signal === undefined ? {} : { signal }));
}

/** @throws RequestError */
export async function post<Reply>(path: string, body: unknown, schema: z.ZodType<Reply>): Promise<Reply> {
  const headers = { "content-type": "application/json" };
  return schema.parse(await request(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function request(path: string, options: RequestInit): Promise<unknown> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  let response: Response;
  try {
    response = await fetch(path, { ...options, signal });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new RequestError(0, limit.aborted ? NO_ANSWER : SERVER_UNREACHABLE, undefined);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const message =
    errorReplySchema.safeParse(body).data?.message ?? `the console server returned HTTP status ${response.status}`;
  throw new RequestError(response.status, message, body);
}

/** Returns the message of an error. */
export const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the API path of an execution. */
export const executionPath = (name: string, part = ""): string =>
  `/api/executions/${encodeURIComponent(name)}${part === "" ? "" : `/${part}`}`;
