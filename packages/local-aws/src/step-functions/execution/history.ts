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

/** Events of one execution, in order. */
export class History {
  private readonly list: HistoryEvent[] = [];
  private closed = false;

  constructor(private readonly clock: Clock) {}

  get events(): readonly HistoryEvent[] {
    return this.list;
  }

  get lastId(): number {
    return this.list.length;
  }

  /**
   * Adds an event.
   * @param previousEventId - ID of the preceding event; by default the last event
   * @throws HistoryFull if only one event remains, which is reserved for the end of the execution
   * @throws HistoryClosed if the execution has ended
   */
  add(type: string, details: EventDetails = {}, previousEventId: number = this.lastId): HistoryEvent {
    if (this.closed) throw new HistoryClosed("the execution has ended");
    if (this.list.length >= MAX_EVENTS - 1)
      throw new HistoryFull(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    return this.push(type, details, previousEventId);
  }

  /** Adds the final event of the execution. */
  close(type: string, details: EventDetails, previousEventId: number = this.lastId): void {
    this.push(type, details, previousEventId);
    this.closed = true;
  }

  private push(type: string, details: EventDetails, previousEventId: number): HistoryEvent {
    const event = { timestamp: this.clock.now() / 1000, type, id: this.list.length + 1, previousEventId, ...details };
    this.list.push(event);
    return event;
  }
}
