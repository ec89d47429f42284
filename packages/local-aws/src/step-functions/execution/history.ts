import { deflateRaw, inflateRawSync } from "node:zlib";
import { z } from "zod";
import type { Clock } from "../../clock";
import type { EventDetails, HistoryEvent } from "./history-event";

/** Maximum events of an execution. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_EVENTS = 25_000;

/** Thrown when an execution adds an event to a full history. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull";
}

/** Thrown when an event is added after the execution has ended. */
export class HistoryClosed extends Error {
  override readonly name = "HistoryClosed";
}

/** Length from which the text of an ended history is compressed, in characters. */
const MIN_COMPRESSED_LENGTH = 20_000;
const storedEvents = z.array(z.custom<HistoryEvent>());

/**
 * Events of one execution, in order. After the end they are kept as text, compressed if it is long: an endpoint keeps
 * every execution, and most histories are never read.
 */
export class History {
  private list: HistoryEvent[] = [];
  private count = 0;
  private stored: string | Buffer | undefined;

  constructor(private readonly clock: Clock) {}

  get events(): readonly HistoryEvent[] {
    if (this.stored === undefined) return this.list;
    const text = typeof this.stored === "string" ? this.stored : inflateRawSync(this.stored).toString("utf8");
    return storedEvents.parse(JSON.parse(text));
  }

  get lastId(): number {
    return this.count;
  }

  /**
   * Adds an event.
   * @param previousEventId - ID of the preceding event; by default the last event
   * @throws HistoryFull if only one event remains, which is reserved for the end of the execution
   * @throws HistoryClosed if the execution has ended
   */
  add(type: string, details: EventDetails = {}, previousEventId: number = this.lastId): HistoryEvent {
    if (this.stored !== undefined) throw new HistoryClosed("the execution has ended");
    if (this.count >= MAX_EVENTS - 1)
      throw new HistoryFull(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    return this.push(type, details, previousEventId);
  }

  /** Adds the final event of the execution. */
  close(type: string, details: EventDetails, previousEventId: number = this.lastId): void {
    this.push(type, details, previousEventId);
    this.store();
  }

  private store(): void {
    const text = JSON.stringify(this.list);
    this.stored = text;
    this.list = [];
    if (text.length < MIN_COMPRESSED_LENGTH) return;
    deflateRaw(text, { level: 1 }, (error, compressed) => {
      if (error === null) this.stored = compressed;
    });
  }

  private push(type: string, details: EventDetails, previousEventId: number): HistoryEvent {
    this.count += 1;
    const event = { timestamp: this.clock.now() / 1000, type, id: this.count, previousEventId, ...details };
    this.list.push(event);
    return event;
  }
}
