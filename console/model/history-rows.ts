import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { isExecutionEvent } from "./execution-event";
import { explainCause, findFailure, type Failure } from "./find-failure";
import { parseJson } from "./job-result-schema";
import type { Tone } from "./tone";

/** One event of the history. */
export interface EventRow {
  readonly kind: "event";
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly stateName: string | undefined;
  /** Error and Cause, or the function's or service's name; undefined when the type says it all. */
  readonly detail: string | undefined;
  readonly tone: Tone;
}

/** Rounds of a loop that went alike, one after another. */
export interface LoopRow {
  readonly kind: "loop";
  /** States of one round, in order. */
  readonly states: readonly string[];
  /** Counted from 1 over the whole execution. */
  readonly firstRound: number;
  readonly lastRound: number;
  readonly firstEventId: number;
  readonly lastEventId: number;
  readonly from: Date;
  readonly to: Date;
  /** The job's status at the end of each of these rounds; undefined when it is not known. */
  readonly jobStatus: string | undefined;
  readonly jobStatusReason: string | undefined;
  /** State that the last round led to when it left the loop. */
  readonly leadsTo: string | undefined;
  /** Whether each round is a look at the job. */
  readonly isPoll: boolean;
  /** Whether the last round goes on. */
  readonly isOpen: boolean;
  /** Events that tell of a failed attempt. */
  readonly failures: number;
}

export type HistoryRow = EventRow | LoopRow;

/** What is known at an event besides the event. */
export interface RowContext {
  readonly at: Date;
  /** State of the top level that is being visited. */
  readonly current: string | undefined;
  readonly stateName: string | undefined;
  readonly jobStatus: string | undefined;
  readonly jobStatusReason: string | undefined;
  /** Looks at the job so far; undefined where nothing polls. */
  readonly polls: number | undefined;
}

/** The round that goes on, which has the last row for itself. */
interface Round {
  readonly loop: number;
  /** State that was entered first; entering it again begins the next round. */
  readonly head: string;
  /** What happened, by which rounds are told apart. */
  readonly course: string[];
  readonly row: LoopRow;
}

/** Folds a history as it comes: 2,000 polls that went alike become one row. Only the last two rows ever change. */
export class HistoryRows {
  readonly #rows: HistoryRow[] = [];
  readonly #rounds = new Map<number, number>();
  #round: Round | undefined;
  /** How the rounds of the last closed row went. */
  #closedCourse: string | undefined;

  /** @param loops - which loop each state belongs to; see findLoops */
  constructor(private readonly loops: ReadonlyMap<string, number>) {}

  /** Oldest first. */
  get all(): readonly HistoryRow[] {
    return this.#rows;
  }

  /** To be called with each event in order. */
  add(event: HistoryEvent, context: RowContext): void {
    const entered = event.stateEnteredEventDetails?.name;
    const step = entered === context.current ? entered : undefined;
    const loop = isExecutionEvent(event) ? undefined : this.loops.get(context.current ?? "");
    if (this.#round !== undefined && (loop !== this.#round.loop || step === this.#round.head))
      this.#close(this.#round, loop === this.#round.loop ? undefined : step);
    if (loop !== undefined && step !== undefined && this.#round === undefined)
      this.#round = this.#open(loop, step, event, context);
    if (this.#round === undefined) this.#push(describeEvent(event, context));
    else this.#grow(this.#round, event, step, context);
  }

  #push(row: HistoryRow): void {
    this.#rows.push(row);
    this.#closedCourse = undefined;
  }

  #open(loop: number, head: string, { id = 0 }: HistoryEvent, { at, jobStatus, jobStatusReason }: RowContext): Round {
    const number = (this.#rounds.get(loop) ?? 0) + 1;
    this.#rounds.set(loop, number);
    const row: LoopRow = {
      kind: "loop",
      states: [],
      firstRound: number,
      lastRound: number,
      firstEventId: id,
      lastEventId: id,
      from: at,
      to: at,
      jobStatus,
      jobStatusReason,
      leadsTo: undefined,
      isPoll: false,
      isOpen: true,
      failures: 0,
    };
    this.#rows.push(row);
    return { loop, head, course: [], row };
  }

  #grow({ row, course, ...round }: Round, event: HistoryEvent, step: string | undefined, context: RowContext): void {
    const { id = 0, type = "" } = event;
    const { at, jobStatus, jobStatusReason, polls } = context;
    const grown: LoopRow = {
      ...row,
      states: step === undefined ? row.states : [...row.states, step],
      lastEventId: id,
      to: at,
      jobStatus,
      jobStatusReason,
      isPoll: polls !== undefined,
      failures: row.failures + (findFailure(event) === undefined ? 0 : 1),
    };
    course.push(type);
    this.#round = { ...round, course, row: grown };
    this.#rows[this.#rows.length - 1] = grown;
  }

  #close({ row, course }: Round, leadsTo: string | undefined): void {
    const whole = JSON.stringify([course, row.states, row.jobStatus, row.jobStatusReason, leadsTo]);
    const closed: LoopRow = { ...row, leadsTo, isOpen: false };
    this.#rows.pop();
    const before = this.#rows.at(-1);
    if (before?.kind === "loop" && whole === this.#closedCourse) {
      const { firstRound, firstEventId, from } = before;
      const failures = before.failures + closed.failures;
      this.#rows[this.#rows.length - 1] = { ...closed, firstRound, firstEventId, from, failures };
    } else this.#rows.push(closed);
    this.#closedCourse = whole;
    this.#round = undefined;
  }
}

/** One event as a row. */
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

/** Without a Cause that is data: a JobResult has a place of its own. */
function describeFailure({ error, cause }: Failure): string {
  const text = explainCause(cause);
  const isData = text !== undefined && parseJson(text) !== undefined;
  return [error, isData ? undefined : text].filter((part) => part !== undefined).join(": ");
}

function findTone(event: HistoryEvent): Tone {
  if (event.type === "ExecutionSucceeded") return "good";
  if (findFailure(event) === undefined) return "plain";
  return isExecutionEvent(event) ? "bad" : "notice";
}
