import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Request properties for the access check. */
export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

export interface GuardOptions {
  readonly port: number;
  /** Secret of this run. It grants use of the user's AWS credentials through this server. */
  readonly token: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Query parameter with the token, for the first request. */
export const TOKEN_PARAMETER = "token";

/** Name of the cookie. It contains the port, because browsers send cookies to all ports of a host. */
export const cookieName = (port: number): string => `poller-console-${port}`;

/**
 * Rejects requests that do not come from this server's page in the user's browser:
 * - another Host, which indicates DNS rebinding
 * - another Origin or site, which indicates a request from another page
 * - a missing token, which indicates another user of this machine
 * @returns undefined if the request is allowed
 */
export function findRefusal(request: GuardedRequest, { port, token }: GuardOptions): Refusal | undefined {
  const { host, origin } = request.headers;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host))
    return { status: 403, message: `Host must be ${own.join(" or ")}, got ${host ?? "none"}` };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, message: `Origin must be http://${host}, got ${origin}` };
  if (request.method !== "GET") {
    if (request.method !== "POST") return { status: 405, message: `method must be GET or POST, got ${request.method}` };
    if (origin === undefined) return { status: 403, message: `POST requires Origin http://${host}, got none` };
  }
  const hasQueryToken = request.method === "GET" && isToken(request.query.get(TOKEN_PARAMETER), token);
  if (!hasQueryToken && isCrossSite(request.headers))
    return { status: 403, message: "cross-site requests are rejected; open the address that poller console printed" };
  if (hasQueryToken || isToken(readCookie(request.headers.cookie, cookieName(port)), token)) return undefined;
  return { status: 401, message: "missing or invalid token; open the address that poller console printed" };
}

/** Whether another site caused the request, according to the browser. */
function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

function readCookie(header: string | undefined, name: string): string | null {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1] ?? null;
}

function isToken(given: string | null, token: string): boolean {
  const [left, right] = [Buffer.from(given ?? ""), Buffer.from(token)];
  return left.length === right.length && timingSafeEqual(left, right);
}
