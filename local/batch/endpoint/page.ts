import { clientException } from "./api-error";

export interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * One page of a list whose order does not change between calls.
 * @param largestPage - page size when the caller asks for none, or for more
 * @throws BatchApiError (ClientException) when the token is none that this endpoint gave out
 */
export function takePage<Item>(
  items: readonly Item[],
  paging: Paging,
  largestPage: number,
): { readonly page: Item[]; readonly nextToken: string | undefined } {
  const start = parseToken(paging.nextToken);
  const end = start + Math.min(paging.maxResults ?? largestPage, largestPage);
  return { page: items.slice(start, end), nextToken: end < items.length ? formatToken(end) : undefined };
}

/** Clients must not rely on what a token holds, so it is not readable at a glance. */
export const formatToken = (position: number): string => Buffer.from(`position:${position}`).toString("base64url");

export function parseToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^position:(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (match === null) throw clientException(`nextToken is not valid, got ${token}`);
  return Number(match[1]);
}
