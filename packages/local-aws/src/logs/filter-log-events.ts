import { parseFilterPattern } from "./filter-pattern";
import { invalidToken, MAX_PAGE_BYTES } from "./log-page";
import { eventBytes, type LogEvent, type LogStream } from "./log-stream";

interface FilterRequest {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly filterPattern: string;
  readonly startFromHead: boolean;
  readonly nextToken?: string | undefined;
  /** Maximum events on the page. */
  readonly limit: number;
}

interface FilteredPage {
  readonly events: readonly object[];
  readonly nextToken: string | undefined;
}

/**
 * Returns one page of the matching events of several streams, in the order in which they were written. A token is
 * `f/` or `b/` and the sequence number of the last event of the page.
 * @throws LogsApiError if the token or the filter pattern is invalid
 */
export function filterLogEvents(streams: readonly LogStream[], request: FilterRequest): FilteredPage {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit } = request;
  const { after, forward } = parseToken(request);
  const matches = parseFilterPattern(request.filterPattern);
  const isNext = ({ sequence }: LogEvent): boolean => (forward ? sequence > after : sequence < after);
  const found = streams
    .flatMap(({ logStreamName, events }) => events.map((event) => ({ logStreamName, event })))
    .filter(({ event }) => isNext(event) && event.timestamp >= startTime && event.timestamp <= endTime)
    .filter(({ event }) => matches(event.message))
    .sort((one, other) => (one.event.sequence - other.event.sequence) * (forward ? 1 : -1));
  let bytes = 0;
  const tooMany = found.findIndex(({ event }) => (bytes += eventBytes(event)) > MAX_PAGE_BYTES);
  const page = found.slice(0, Math.min(tooMany === -1 ? found.length : Math.max(tooMany, 1), limit));
  const last = page.at(-1);
  const direction = forward ? "f" : "b";
  return {
    events: page.map(({ logStreamName, event: { sequence, timestamp, message, ingestionTime } }) => ({
      logStreamName,
      timestamp,
      message,
      ingestionTime,
      eventId: String(sequence).padStart(EVENT_ID_DIGITS, "0"),
    })),
    nextToken: page.length < found.length && last !== undefined ? `${direction}/${last.event.sequence}` : undefined,
  };
}

/** Digits of an event ID in the examples of AWS. */
const EVENT_ID_DIGITS = 56;

function parseToken({ nextToken, startFromHead }: FilterRequest): {
  readonly after: number;
  readonly forward: boolean;
} {
  if (nextToken === undefined) return { after: startFromHead ? -1 : Number.POSITIVE_INFINITY, forward: startFromHead };
  const [, direction, sequence] = /^([fb])\/(\d+)$/.exec(nextToken) ?? [];
  if (direction === undefined) throw invalidToken(nextToken);
  return { after: Number(sequence), forward: direction === "f" };
}
