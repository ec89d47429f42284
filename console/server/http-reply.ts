import type { IncomingMessage, ServerResponse } from "node:http";

/** A whole answer. */
export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem that the page shows as it is. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Largest body that is read, in bytes: an execution's input has at most 256 KiB, which JSON may double by escaping. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * With every reply: scripts and styles from this server only, no frame, no guessing of types, no trace elsewhere, and
 * nothing of it on disk.
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
 * @throws HttpError 415 when the body is not said to be JSON, which a form of a foreign page could not say; 413 when it
 *   is too large; 400 when it is not JSON
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
    if (size > MAX_BODY_BYTES) throw new HttpError(413, `the request body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new HttpError(400, "the request body is not JSON");
  }
}
