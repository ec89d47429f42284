/** Maximum events that a stream keeps. */
export const MAX_STREAM_EVENTS = 50_000;

/** Maximum bytes that a stream keeps, counted as CloudWatch Logs counts them. */
export const MAX_STREAM_BYTES = 4 * 1024 * 1024;

/** Bytes that CloudWatch Logs adds to each message. @see PutLogEvents */
const EVENT_OVERHEAD_BYTES = 26;

/**
 * Share of events dropped when a stream is full. Dropping one event at a time would move all others for each new
 * event.
 */
const DROPPED_SHARE = 1 / 8;

export interface LogEvent {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  /** Position among the events of all streams. */
  readonly sequence: number;
}

/** Returns the size of an event, in bytes: its UTF-8 message plus 26. */
export const eventBytes = ({ message }: LogEvent): number => Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;

/**
 * Latest events of one log stream. Older events are dropped, so that an endless log does not fill the memory of the
 * endpoint.
 */
export class LogStream {
  private kept: LogEvent[] = [];
  private keptBytes = 0;
  private dropped = 0;

  /**
   * @param createdAt - milliseconds since 1970-01-01T00:00:00Z
   * @param nextSequence - returns a higher number for each event
   */
  constructor(
    readonly logStreamName: string,
    readonly createdAt: number,
    private readonly nextSequence: () => number,
  ) {}

  /**
   * Position of the first kept event, counted from the first event ever written. Increases as old events are dropped.
   */
  get firstPosition(): number {
    return Math.max(this.dropped - 1, 0);
  }

  /** Events, oldest first. If older events were dropped, a line that reports this replaces the last of them. */
  get events(): readonly LogEvent[] {
    const [first] = this.kept;
    if (this.dropped === 0 || first === undefined) return this.kept;
    const message = `[${this.dropped} earlier lines were dropped: local mode keeps at most ${MAX_STREAM_EVENTS} lines and ${MAX_STREAM_BYTES} bytes per log stream]`;
    return [{ ...first, message }, ...this.kept];
  }

  /** Adds an event. Drops the oldest events if the stream is full. */
  add(timestamp: number, message: string): void {
    const event = { timestamp, message, ingestionTime: timestamp, sequence: this.nextSequence() };
    this.kept.push(event);
    this.keptBytes += eventBytes(event);
    if (this.kept.length > MAX_STREAM_EVENTS || this.keptBytes > MAX_STREAM_BYTES) this.dropOldest();
  }

  private dropOldest(): void {
    const share = 1 - DROPPED_SHARE;
    let count = 0;
    for (const event of this.kept) {
      if (this.kept.length - count <= MAX_STREAM_EVENTS * share && this.keptBytes <= MAX_STREAM_BYTES * share) break;
      this.keptBytes -= eventBytes(event);
      count += 1;
    }
    this.kept = this.kept.slice(count);
    this.dropped += count;
  }
}
