import { ApiError } from "./api-error";

const DEFAULT_PAGE_SIZE = 100;

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** Returns one page of a list. @throws ApiError InvalidToken if this function did not issue `nextToken` */
export function pageOf<T>(list: readonly T[], request: PageRequest): Page<T> {
  const start = request.nextToken === undefined ? 0 : readToken(request.nextToken);
  const size = request.maxResults === undefined || request.maxResults === 0 ? DEFAULT_PAGE_SIZE : request.maxResults;
  const items = list.slice(start, start + size);
  return start + size < list.length ? { items, nextToken: makeToken(start + size) } : { items };
}

export function makeToken(position: number): string {
  return Buffer.from(`page:${position}`).toString("base64");
}

export function readToken(token: string): number {
  const match = /^page:(\d+)$/u.exec(Buffer.from(token, "base64").toString("utf8"));
  if (match === null) throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
  return Number(match[1]);
}

/** Converts milliseconds to seconds since 1970, the timestamp format of this protocol. */
export const toSeconds = (timeMs: number): number => timeMs / 1000;
