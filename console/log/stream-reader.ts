import type { GetLogEventsCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import { makeEntries, makeNote, type LogEntry } from "./log-entry";
import { errorName, type LogSource } from "./log-source";

/** CloudWatch log stream. */
export interface LogStreamPlace {
  readonly logGroup: string;
  readonly logStream: string;
  /** Region of the log group; undefined for the region of the execution. */
  readonly region: string | undefined;
}

export interface StreamRead {
  readonly entries: readonly LogEntry[];
  /** Whether the reply was so large that more events are likely. */
  readonly isFull: boolean;
  /** Whether the stream had no events after these. */
  readonly atEnd: boolean;
}

/**
 * Maximum events of a reply; a reply has at most 1 MB.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
const MAX_EVENTS = 10_000;
/** Characters of a reply that is close to the limit of 1 MB. */
const FULL_CHARACTERS = 500_000;

const NOTHING: StreamRead = { entries: [], isFull: false, atEnd: true };

/** Reads one log stream with GetLogEvents, oldest event first. */
export class StreamReader {
  #token: string | undefined;
  #lastAtMs = 0;
  #tailLines: number | undefined;

  /** @param tailLines - number of existing events to begin with; undefined begins with the first event */
  constructor(
    private readonly source: LogSource,
    readonly place: LogStreamPlace,
    tailLines: number | undefined,
  ) {
    this.#tailLines = tailLines;
  }

  /** Skips to the last events. */
  skipToTail(tailLines: number): void {
    this.#token = undefined;
    this.#tailLines = tailLines;
  }

  /** Reads the next events. A stream that does not exist yet has none. @throws the other errors of GetLogEvents */
  async read(abortSignal: AbortSignal): Promise<StreamRead> {
    const { logGroup: logGroupName, logStream: logStreamName, region } = this.place;
    const tailLines = this.#tailLines;
    try {
      const reply = await this.source.getLogEvents(
        region,
        { logGroupName, logStreamName, ...this.#findPosition() },
        abortSignal,
      );
      const { events = [], nextForwardToken } = reply;
      const atEnd = nextForwardToken === this.#token;
      const isTailEmpty = tailLines !== undefined && events.length === 0;
      // The page at the end can be empty although there are events, so the next read begins with the first event.
      this.#token = isTailEmpty ? undefined : nextForwardToken;
      this.#tailLines = undefined;
      this.#lastAtMs = events.at(-1)?.timestamp ?? this.#lastAtMs;
      const entries = events.flatMap(({ message = "", timestamp = 0 }) => makeEntries(message, timestamp));
      const isCut = tailLines !== undefined && events.length === tailLines;
      return {
        entries: isCut
          ? [makeNote(`last ${tailLines.toLocaleString("en-US")} lines of the log so far:`), ...entries]
          : entries,
        isFull: events.length === MAX_EVENTS || countCharacters(events) > FULL_CHARACTERS,
        atEnd,
      };
    } catch (error) {
      if (errorName(error) === "ResourceNotFoundException") return NOTHING;
      // A token expires after 24 hours.
      if (errorName(error) !== "InvalidParameterException" || this.#token === undefined) throw error;
      this.#token = undefined;
      return { ...NOTHING, atEnd: false };
    }
  }

  #findPosition(): Partial<GetLogEventsCommandInput> {
    if (this.#token !== undefined) return { nextToken: this.#token, startFromHead: true };
    if (this.#tailLines !== undefined) return { startFromHead: false, limit: this.#tailLines };
    return { startFromHead: true, ...(this.#lastAtMs === 0 ? {} : { startTime: this.#lastAtMs + 1 }) };
  }
}

const countCharacters = (events: readonly { readonly message?: string | undefined }[]): number =>
  events.reduce((sum, { message = "" }) => sum + message.length, 0);
