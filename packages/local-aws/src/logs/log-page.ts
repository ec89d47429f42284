import { LogsApiError } from "./logs-api-error";
import { eventBytes, type LogEvent, type LogStream } from "./log-stream";

/** Maximum bytes of events per page, as documented for GetLogEvents. */
export const MAX_PAGE_BYTES = 1024 * 1024;

interface LogPageRequest {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly startFromHead: boolean;
  readonly nextToken?: string | undefined;
  /** Maximum events on the page. */
  readonly limit: number;
}

interface LogPage {
  readonly events: readonly Omit<LogEvent, "sequence">[];
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

/**
 * Returns one page of a stream, oldest event first. A token is `f/` or `b/` and a position in the stream. If a page
 * contains no new events, the token does not change; clients detect the end of the stream this way.
 * @throws LogsApiError if the token is invalid
 */
export function findLogPage(stream: LogStream, request: LogPageRequest): LogPage {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit } = request;
  const { firstPosition, events } = stream;
  const { position, forward } = parseToken(request, firstPosition + events.length);
  const candidates = events
    .map((event, index) => ({ event, position: firstPosition + index }))
    .filter(({ event: { timestamp } }) => timestamp >= startTime && timestamp < endTime)
    .filter((candidate) => (forward ? candidate.position >= position : candidate.position < position));
  const page = forward
    ? candidates.slice(0, countFitting(candidates, limit))
    : candidates.slice(candidates.length - countFitting(candidates.toReversed(), limit));
  const [first, last] = [page[0], page.at(-1)];
  return {
    events: page.map(({ event: { timestamp, message, ingestionTime } }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${last === undefined ? position : last.position + 1}`,
    nextBackwardToken: `b/${first === undefined ? position : first.position}`,
  };
}

function parseToken(
  { nextToken, startFromHead }: LogPageRequest,
  end: number,
): { readonly position: number; readonly forward: boolean } {
  if (nextToken === undefined) return { position: startFromHead ? 0 : end, forward: startFromHead };
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(nextToken) ?? [];
  if (direction === undefined) throw invalidToken(nextToken);
  return { position: Math.min(Number(position), end), forward: direction === "f" };
}

export const invalidToken = (token: string): LogsApiError =>
  new LogsApiError("InvalidParameterException", `The specified nextToken is invalid. Got ${token}`);

/** Returns how many of the first events fit on a page. */
function countFitting(candidates: readonly { readonly event: LogEvent }[], limit: number): number {
  let bytes = 0;
  const tooMany = candidates.findIndex(({ event }) => (bytes += eventBytes(event)) > MAX_PAGE_BYTES);
  return Math.min(tooMany === -1 ? candidates.length : tooMany, limit);
}
