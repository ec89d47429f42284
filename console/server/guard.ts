import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What a request is judged by. */
export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

export interface GuardOptions {
  readonly port: number;
  /** Secret of this run; who knows it may use the person's AWS credentials through this server. */
  readonly token: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Query parameter that brings the token the first time. */
export const TOKEN_PARAMETER = "token";

/** Browsers send a cookie to every port of a host, so its name holds the port. */
export const cookieName = (port: number): string => `poller-console-${port}`;

/**
 * Refuses what does not come from this server's own page in the browser of the person who started it: another Host is
 * DNS rebinding, another Origin or site is a page elsewhere, no token is another user of this machine.
 * @returns undefined when the request may pass
 */
export function findRefusal(request: GuardedRequest, { port, token }: GuardOptions): Refusal | undefined {
  const { host, origin } = request.headers;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host))
    return { status: 403, message: `Host must be ${own.join(" or ")}, got ${host ?? "none"}` };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, message: `Origin must be http://${host}, got ${origin}` };
  if (request.method !== "GET") {
    if (request.method !== "POST")
      return { status: 405, message: `only GET and POST are served, got ${request.method}` };
    if (origin === undefined) return { status: 403, message: `a change needs the Origin http://${host}, got none` };
  }
  const brought = request.method === "GET" && isToken(request.query.get(TOKEN_PARAMETER), token);
  if (!brought && isForeignSite(request.headers))
    return { status: 403, message: "requests from another site are refused; open the address that was printed" };
  if (brought || isToken(readCookie(request.headers.cookie, cookieName(port)), token)) return undefined;
  return { status: 401, message: "the token is missing or wrong; open the address that poller console printed" };
}

/** A link to the whole address may stand anywhere; everything else must be asked for by the page itself. */
function isForeignSite(headers: IncomingHttpHeaders): boolean {
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
