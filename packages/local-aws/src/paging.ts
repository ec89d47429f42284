/** One page of a list. */
export interface Page<Item> {
  readonly items: Item[];
  /** Opaque token of the next page. Undefined on the last page. */
  readonly nextToken: string | undefined;
}

export interface PageRequest {
  /** Maximum items on the page, at least 1. */
  readonly size: number;
  /** Token of an earlier page. @default the first page */
  readonly nextToken: string | undefined;
  /** Creates the error for a token that no page returned. */
  readonly invalidToken: (token: string) => Error;
}

/** Returns one page of a list whose order does not change between calls. @throws the error of `invalidToken` */
export function takePage<Item>(list: readonly Item[], request: PageRequest): Page<Item> {
  const start = parseToken(request) ?? 0;
  const end = start + request.size;
  return { items: list.slice(start, end), nextToken: end < list.length ? formatToken(end) : undefined };
}

/**
 * Returns one page of a list that is ordered from newest to oldest. New items do not shift later pages.
 * @param select - returns the items with a sequence number below `before`, newest first
 * @param sequenceOf - sequence number of an item; higher for newer items
 * @throws the error of `invalidToken`
 */
export function takeNewestFirst<Item>(
  select: (before: number) => Iterable<Item>,
  sequenceOf: (item: Item) => number,
  request: PageRequest,
): Page<Item> {
  const items: Item[] = [];
  let oldest = parseToken(request) ?? Number.POSITIVE_INFINITY;
  for (const item of select(oldest)) {
    if (items.length === request.size) return { items, nextToken: formatToken(oldest) };
    items.push(item);
    oldest = sequenceOf(item);
  }
  return { items, nextToken: undefined };
}

/** Encodes a position, because clients must not rely on the content of a token. */
const formatToken = (position: number): string => Buffer.from(`position:${position}`).toString("base64url");

function parseToken({ nextToken, invalidToken }: PageRequest): number | undefined {
  if (nextToken === undefined) return undefined;
  const match = /^position:(\d+)$/.exec(Buffer.from(nextToken, "base64url").toString("utf8"));
  if (match === null) throw invalidToken(nextToken);
  return Number(match[1]);
}
