import type { Clock } from "../../clock";
import type { JobEvent } from "../jobs/job-events";
import type { FaultNamed } from "./fault-schemas";

const EVENT_FAULTS = ["EventLost", "EventDoubled", "EventDelayed", "EventsReordered"] as const;

/** Fault of the delivery of a Batch event. */
export type EventFault = FaultNamed<(typeof EVENT_FAULTS)[number]>;

export type SendEvent = (event: JobEvent) => void;

interface HeldEvent {
  readonly event: JobEvent;
  readonly release: () => void;
}

export const isEventFault = (fault: { readonly fault: string }): fault is EventFault =>
  EVENT_FAULTS.some((name) => name === fault.fault);

/** Returns whether the type and the status of an event are those of a fault. */
export const affectsEvent = ({ detailType, status }: EventFault, event: JobEvent): boolean =>
  event["detail-type"] === detailType && (status === undefined || event.detail.status === status);

/** Delivery of Batch events with faults. EventBridge delivers at least once and in any order. */
export class EventFaults {
  /** Event that waits for the next event of the same job, by job ID. */
  private readonly held = new Map<string, HeldEvent>();

  constructor(
    private readonly clock: Clock,
    private readonly closing: AbortSignal,
  ) {}

  /** Sends an event under a fault, or unchanged. An event that was held for this one follows it. */
  send(event: JobEvent, fault: EventFault | undefined, send: SendEvent): void {
    const earlier = this.held.get(event.detail.jobId);
    this.deliver(event, fault, send);
    earlier?.release();
  }

  private deliver(event: JobEvent, fault: EventFault | undefined, send: SendEvent): void {
    switch (fault?.fault) {
      case "EventLost":
        return;
      case "EventDoubled":
        send(event);
        this.sendLater(event, fault.afterSeconds, send);
        return;
      case "EventDelayed":
        this.sendLater(event, fault.bySeconds, send);
        return;
      case "EventsReordered":
        this.hold(event, fault.withinSeconds, send);
        return;
      case undefined:
        send(event);
    }
  }

  private sendLater(event: JobEvent, seconds: number, send: SendEvent): void {
    void this.clock.sleep(seconds * 1000, this.closing).then(
      () => {
        send(event);
      },
      () => undefined,
    );
  }

  /** Holds an event until the next event of the job, and at most `seconds`. The next event is not held. */
  private hold(event: JobEvent, seconds: number, send: SendEvent): void {
    const { jobId } = event.detail;
    if (this.held.has(jobId)) {
      send(event);
      return;
    }
    const release = (): void => {
      if (this.held.get(jobId)?.event !== event) return;
      this.held.delete(jobId);
      send(event);
    };
    this.held.set(jobId, { event, release });
    void this.clock.sleep(seconds * 1000, this.closing).then(release, () => undefined);
  }
}
