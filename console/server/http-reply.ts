import type { IncomingMessage, ServerResponse } from "node:http";

/** Complete HTTP response. */
export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Error with an HTTP status and a message for the page. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Maximum size of a request body, in bytes. Allows for an execution input of 256 KiB, escaped in JSON. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Headers of every response. They allow scripts and styles only from this server, and disable framing, MIME sniffing,
 * referrers and caching.
 */
export const SECURITY_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

export const json = (value: unknown, status = 200): HttpReply => ({
  status,
  contentType: "application/json; charset=utf-8",
  body: JSON.stringify(value),
});

export const html = (body: string, status = 200): HttpReply => ({
  status,
  contentType: "text/html; charset=utf-8",
  body,
});

export function send(response: ServerResponse, { status, contentType, body, headers }: HttpReply): void {
  response.writeHead(status, { ...SECURITY_HEADERS, "content-type": contentType, ...headers });
  response.end(body);
}

/**
 * Reads a JSON request body.
 * @throws HttpError 415 if the content type is not JSON, which a form on another site cannot send;
 *   413 if the body is too large; 400 if it is not valid JSON
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers["content-type"] ?? "none";
  if (!/^application\/json\b/i.test(type))
    throw new HttpError(415, `content-type must be application/json, got ${type}`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, `request body must be at most ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new HttpError(400, "request body must be valid JSON");
  }
}
