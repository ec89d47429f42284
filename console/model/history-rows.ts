import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { isExecutionEvent } from "./execution-event";
import { explainCause, findFailure, type Failure } from "./find-failure";
import { parseJson } from "./job-result-schema";
import type { Tone } from "./tone";
import { findWakeStatus, isWaitOver } from "./wait-for-event";

/** One event of the history. */
export interface EventRow {
  readonly kind: "event";
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly stateName: string | undefined;
  /** Error and Cause, or the name of the called function or service; undefined for other events. */
  readonly detail: string | undefined;
  readonly tone: Tone;
}

/** Consecutive identical iterations of a loop. */
export interface LoopRow {
  readonly kind: "loop";
  /** States of one iteration, in order. */
  readonly states: readonly string[];
  /** Number of the iteration in the execution, starting at 1. */
  readonly firstIteration: number;
  readonly lastIteration: number;
  readonly firstEventId: number;
  readonly lastEventId: number;
  readonly from: Date;
  readonly to: Date;
  /** Job status at the end of each iteration; undefined if unknown. */
  readonly jobStatus: string | undefined;
  readonly jobStatusReason: string | undefined;
  /** Finding of each iteration, such as `FAILED`; undefined for a poll in progress and for other loops. */
  readonly found: string | undefined;
  /** State that follows the loop; undefined if the loop continues. */
  readonly leadsTo: string | undefined;
  /** Whether each iteration polls the job. */
  readonly isPoll: boolean;
  /** Whether the last iteration is in progress. */
  readonly isOpen: boolean;
  /** Number of failed attempts. */
  readonly failures: number;
  /** Number of waits that an event of Batch ended. */
  readonly wakes: number;
}

export type HistoryRow = EventRow | LoopRow;

/** Context of an event. */
export interface RowContext {
  readonly at: Date;
  /** Current state of the top level. */
  readonly current: string | undefined;
  readonly stateName: string | undefined;
  readonly jobStatus: string | undefined;
  readonly jobStatusReason: string | undefined;
  /** Finding of the current poll; undefined until the poll has ended. */
  readonly found: string | undefined;
  /** Number of polls so far; undefined if the workflow does not poll. */
  readonly polls: number | undefined;
}

/** Iteration in progress. It always has its own row, the last one. */
interface Iteration {
  readonly loop: number;
  /** First state of the iteration. Entering it again starts the next iteration. */
  readonly head: string;
  /** Event types, used to compare iterations. */
  readonly eventTypes: string[];
  readonly row: LoopRow;
}

/** Collapses identical loop iterations into one row as events arrive. Only the last two rows can change. */
export class HistoryRows {
  readonly #rows: HistoryRow[] = [];
  readonly #iterations = new Map<number, number>();
  #iteration: Iteration | undefined;
  /** Signature of the iterations in the last closed row. */
  #closedSignature: string | undefined;

  /** @param loops - loop number of each state, from findLoops */
  constructor(private readonly loops: ReadonlyMap<string, number>) {}

  /** All rows, oldest first. */
  get all(): readonly HistoryRow[] {
    return this.#rows;
  }

  /** Adds an event. Events must be added in order. */
  add(event: HistoryEvent, context: RowContext): void {
    const entered = event.stateEnteredEventDetails?.name;
    const step = entered === context.current ? entered : undefined;
    const loop = isExecutionEvent(event) ? undefined : this.loops.get(context.current ?? "");
    if (this.#iteration !== undefined && (loop !== this.#iteration.loop || step === this.#iteration.head))
      this.#close(this.#iteration, loop === this.#iteration.loop ? undefined : step);
    // A choice before the first iteration leads into the loop.
    if (
      loop !== undefined &&
      step !== undefined &&
      this.#iteration === undefined &&
      event.type !== "ChoiceStateEntered"
    )
      this.#iteration = this.#open(loop, step, event, context);
    if (this.#iteration === undefined) this.#push(describeEvent(event, context));
    else this.#extend(this.#iteration, event, step, context);
  }

  #push(row: HistoryRow): void {
    this.#rows.push(row);
    this.#closedSignature = undefined;
  }

  #open(
    loop: number,
    head: string,
    { id = 0 }: HistoryEvent,
    { at, jobStatus, jobStatusReason }: RowContext,
  ): Iteration {
    const number = (this.#iterations.get(loop) ?? 0) + 1;
    this.#iterations.set(loop, number);
    const row: LoopRow = {
      kind: "loop",
      states: [],
      firstIteration: number,
      lastIteration: number,
      firstEventId: id,
      lastEventId: id,
      from: at,
      to: at,
      jobStatus,
      jobStatusReason,
      found: undefined,
      leadsTo: undefined,
      isPoll: false,
      isOpen: true,
      failures: 0,
      wakes: 0,
    };
    this.#rows.push(row);
    return { loop, head, eventTypes: [], row };
  }

  #extend(
    { row, eventTypes, ...iteration }: Iteration,
    event: HistoryEvent,
    step: string | undefined,
    context: RowContext,
  ): void {
    const { id = 0, type = "" } = event;
    const { at, jobStatus, jobStatusReason, found, polls } = context;
    const extended: LoopRow = {
      ...row,
      states: step === undefined ? row.states : [...row.states, step],
      lastEventId: id,
      to: at,
      jobStatus,
      jobStatusReason,
      found,
      isPoll: polls !== undefined,
      failures: row.failures + (isFailure(event, context) ? 1 : 0),
      wakes: row.wakes + (findWakeStatus(event, context.current) === undefined ? 0 : 1),
    };
    eventTypes.push(type);
    this.#iteration = { ...iteration, eventTypes, row: extended };
    this.#rows[this.#rows.length - 1] = extended;
  }

  #close({ row, eventTypes }: Iteration, leadsTo: string | undefined): void {
    const signature = JSON.stringify([eventTypes, row.states, row.jobStatus, row.jobStatusReason, row.found, leadsTo]);
    const closed: LoopRow = { ...row, leadsTo, isOpen: false };
    this.#rows.pop();
    const before = this.#rows.at(-1);
    if (before?.kind === "loop" && signature === this.#closedSignature) {
      const { firstIteration, firstEventId, from } = before;
      const [failures, wakes] = [before.failures + closed.failures, before.wakes + closed.wakes];
      this.#rows[this.#rows.length - 1] = { ...closed, firstIteration, firstEventId, from, failures, wakes };
    } else this.#rows.push(closed);
    this.#closedSignature = signature;
    this.#iteration = undefined;
  }
}

const isFailure = (event: HistoryEvent, { current }: RowContext): boolean =>
  findFailure(event) !== undefined && !isWaitOver(event, current);

/** Converts an event to a row. */
export function describeEvent(event: HistoryEvent, { at, stateName }: RowContext): EventRow {
  const { id = 0, type = "" } = event;
  return { kind: "event", id, at, type, stateName, detail: findDetail(event), tone: findTone(event) };
}

function findDetail(event: HistoryEvent): string | undefined {
  const failure = findFailure(event);
  if (failure !== undefined) return describeFailure(failure);
  const { taskScheduledEventDetails: task, lambdaFunctionScheduledEventDetails: lambda } = event;
  if (task !== undefined) return `${task.resourceType ?? ""}:${task.resource ?? ""}`;
  return lambda?.resource;
}

/** Omits a Cause that is JSON, because a JobResult is shown separately. */
function describeFailure({ error, cause }: Failure): string {
  const text = explainCause(cause);
  const isData = text !== undefined && parseJson(text) !== undefined;
  return [error, isData ? undefined : text].filter((part) => part !== undefined && part !== "").join(": ");
}

function findTone(event: HistoryEvent): Tone {
  if (event.type === "ExecutionSucceeded") return "good";
  if (findFailure(event) === undefined) return "plain";
  return isExecutionEvent(event) ? "bad" : "notice";
}
