import type * as z from "zod";
import { errorReplySchema } from "../api/replies";

/** The server said no, or nothing. */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(
    /** HTTP status; 0 when there was no reply. */
    readonly status: number,
    message: string,
    /** What else came with it. */
    readonly body: unknown,
  ) {
    super(message);
  }
}

/** Said while the server does not answer. */
export const SERVER_GONE =
  "The console does not answer. If it was ended, start it again and open the address that it prints.";

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
  let response: Response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new RequestError(0, SERVER_GONE, undefined);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const message = errorReplySchema.safeParse(body).data?.message ?? `the console answered ${response.status}`;
  throw new RequestError(response.status, message, body);
}

/** What to tell a person about an error. */
export const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Address of an execution in the API. */
export const executionPath = (name: string, part = ""): string =>
  `/api/executions/${encodeURIComponent(name)}${part === "" ? "" : `/${part}`}`;
