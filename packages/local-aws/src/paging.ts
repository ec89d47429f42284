import { clientException } from "./api-error";

export interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * Returns one page of a list whose order does not change between calls.
 * @param maxPageSize - maximum and default page size
 * @throws BatchApiError (ClientException) if this endpoint did not issue the token
 */
export function takePage<Item>(
  items: readonly Item[],
  paging: Paging,
  maxPageSize: number,
): { readonly page: Item[]; readonly nextToken: string | undefined } {
  const start = parseToken(paging.nextToken);
  const end = start + Math.min(paging.maxResults ?? maxPageSize, maxPageSize);
  return { page: items.slice(start, end), nextToken: end < items.length ? formatToken(end) : undefined };
}

/** Encodes a position as an opaque token, because clients must not rely on its content. */
export const formatToken = (position: number): string => Buffer.from(`position:${position}`).toString("base64url");

export function parseToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^position:(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (match === null) throw clientException(`nextToken is not valid, got ${token}`);
  return Number(match[1]);
}
