import { makeEntries, type LogEntry } from "../../log/log-entry";
import { errorName, type LogSource } from "../../log/log-source";
import type { LogStreamPlace } from "../../log/stream-reader";
import type { EarlierLog } from "../../api/replies";

/** Number of earlier events in one reply. */
export const EARLIER_EVENTS = 1_000;
/** Maximum `limit` of GetLogEvents. */
const MAX_EVENTS = 10_000;

export interface EarlierQuery {
  /** Time of the first line that the page shows, in milliseconds since 1970. */
  readonly beforeMs: number;
  /** Number of lines with this time that the page shows. */
  readonly known: number;
}

/** Parses `before` and `known` of a query string; undefined if they are not valid. */
export function parseEarlierQuery(query: URLSearchParams): EarlierQuery | undefined {
  const [beforeMs, known] = [Number(query.get("before") ?? "x"), Number(query.get("known") ?? "x")];
  return Number.isInteger(beforeMs) && beforeMs >= 0 && Number.isInteger(known) ? { beforeMs, known } : undefined;
}

/**
 * Reads the lines before the first shown line. Attempts do not overlap, so they are in the newest stream with such
 * lines.
 * @param streams - log streams of all attempts, oldest first
 */
export async function readEarlierLog(
  source: LogSource,
  streams: readonly LogStreamPlace[],
  { beforeMs, known }: EarlierQuery,
  abortSignal: AbortSignal,
): Promise<EarlierLog> {
  for (const [index, place] of [...streams].reverse().entries()) {
    const { entries, isFull } = await readBefore(source, place, { beforeMs, known }, abortSignal);
    const fresh = dropKnown(entries, beforeMs, known);
    if (fresh.length > 0) return { entries: [...fresh], hasMore: isFull || index < streams.length - 1 };
  }
  return { entries: [], hasMore: false };
}

async function readBefore(
  source: LogSource,
  place: LogStreamPlace,
  { beforeMs, known }: EarlierQuery,
  abortSignal: AbortSignal,
) {
  const { logGroup: logGroupName, logStream: logStreamName, region } = place;
  // The end time is exclusive. Lines with the time of the first shown line may be missing too.
  const limit = Math.min(EARLIER_EVENTS + known, MAX_EVENTS);
  const input = { logGroupName, logStreamName, endTime: beforeMs + 1, limit, startFromHead: false };
  try {
    const { events = [] } = await source.getLogEvents(region, input, abortSignal);
    const entries = events.flatMap(({ message = "", timestamp = 0 }) => makeEntries(message, timestamp));
    return { entries, isFull: events.length === limit };
  } catch (error) {
    if (errorName(error) === "ResourceNotFoundException") return { entries: [], isFull: false };
    throw error;
  }
}

/** Omits the last lines with the time of the first shown line, which are shown already. */
function dropKnown(entries: readonly LogEntry[], beforeMs: number, known: number): readonly LogEntry[] {
  const same = entries.filter(({ atMs }) => atMs === beforeMs).length;
  return entries.slice(0, entries.length - Math.min(same, known));
}
