import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { JobResult } from "../../workflow/result/job-result";
import { completeTimeline } from "./exact-timeline";
import { namedState, reviveEvent, type ExecutionEvent } from "./execution-event";
import { findLoops } from "./find-loops";
import { describeEvent, HistoryRows, type EventRow, type HistoryRow } from "./history-rows";
import { findJobPhases, type JobPhase, type SeenStatus } from "./job-phases";
import { findResultOf } from "./progress/fold-end";
import { foldEvent } from "./progress/fold-event";
import { NO_PROGRESS, type Deadline, type RunEnd, type RunProgress, type TimelineEntry } from "./progress/run-progress";
import { parseStateGraph, type StateGraph } from "./state-graph";
import { StateRuns, type StateRun, type TakenStep } from "./state-runs";

export type ExecutionStatus = "RUNNING" | RunEnd["status"];

/** Properties of an execution that its history does not contain. */
export interface ExecutionFacts {
  readonly executionArn: string;
  /** Amazon States Language, from DescribeStateMachineForExecution. Without it, no diagram is drawn. */
  readonly definition?: string | undefined;
}

/**
 * Model of one execution for the page, the report and the summaries, built from its definition and its history.
 * The cost of appending an event does not depend on the length of the history.
 */
export class ExecutionModel {
  readonly executionArn: string;
  readonly graph: StateGraph;
  readonly #runs: StateRuns;
  readonly #rows: HistoryRows;
  readonly #events: HistoryEvent[] = [];
  /** Name of the state that each event belongs to, by event ID. */
  readonly #stateNames: (string | undefined)[] = [];
  readonly #timeline: TimelineEntry[] = [];
  readonly #seen: SeenStatus[] = [];
  readonly #polls: Date[] = [];
  #deadlines: readonly Deadline[] = [];
  #progress: RunProgress = NO_PROGRESS;
  #input: string | undefined;
  #jobAfterEnd: JobResult | undefined;

  constructor({ executionArn, definition }: ExecutionFacts) {
    this.executionArn = executionArn;
    this.graph = parseStateGraph(definition);
    const shown = new Set(this.graph.states.map(({ name }) => name));
    this.#runs = new StateRuns((name) => shown.size === 0 || shown.has(name));
    this.#rows = new HistoryRows(findLoops(this.graph));
  }

  /** Appends events, oldest first. Events that were appended before are skipped. */
  append(events: readonly ExecutionEvent[]): void {
    for (const event of events) if ((event.id ?? 0) > this.lastEventId) this.#add(reviveEvent(event));
  }

  /** Execution name, from the ARN. */
  get name(): string {
    return this.executionArn.slice(this.executionArn.lastIndexOf(":") + 1);
  }

  get status(): ExecutionStatus {
    return this.#progress.end?.status ?? "RUNNING";
  }

  get startedAt(): Date | undefined {
    return this.#progress.startedAt;
  }

  get closedAt(): Date | undefined {
    return this.#progress.end?.closedAt;
  }

  /** Execution input, as JSON text. */
  get input(): string | undefined {
    return this.#input;
  }

  /** Final status with output, Error and Cause; undefined while the execution is running. */
  get end(): RunEnd | undefined {
    return this.#progress.end;
  }

  /** JobResult from the output or the Cause; undefined while the execution is running, or if it has none. */
  get result(): JobResult | undefined {
    return this.end === undefined ? undefined : findResultOf(this.end);
  }

  /** Sets the job as AWS Batch describes it after the end of an execution without a result. */
  setJobAfterEnd(job: JobResult): void {
    this.#jobAfterEnd = job;
  }

  /** Job from the result or, after an end without one, from AWS Batch; undefined if it is not known. */
  get job(): JobResult | undefined {
    return this.result ?? (this.end === undefined ? undefined : this.#jobAfterEnd);
  }

  /** Current progress, for `describeProgress`. */
  get progress(): RunProgress {
    return this.#progress;
  }

  /** Status changes, retries and deadlines, oldest first. After the end, job times are those of AWS Batch. */
  get timeline(): readonly TimelineEntry[] {
    const { end, job } = this;
    if (end === undefined) return this.#timeline;
    return completeTimeline(this.#timeline, { end, job, noticedAt: this.#noticedAt });
  }

  /** Job statuses with their start and end times. */
  get phases(): readonly JobPhase[] {
    return findJobPhases(this.#seen, this.job, this.#noticedAt);
  }

  /** Times at which the polls ended. */
  get polls(): readonly Date[] {
    return this.#polls;
  }

  /** Last known deadlines, the nearest first. */
  get deadlines(): readonly Deadline[] {
    return this.#deadlines;
  }

  /** Time at which the workflow found the end of the job. With `sync`, it is the end of the execution. */
  get #noticedAt(): Date | undefined {
    return this.#progress.endFoundAt ?? (this.result === undefined ? undefined : this.closedAt);
  }

  /** Visited states, in the order of their first visit. */
  get runs(): readonly StateRun[] {
    return this.#runs.all;
  }

  /** Transitions that the execution made. */
  get steps(): readonly TakenStep[] {
    return this.#runs.steps;
  }

  /** Returns the visits of a state; undefined if it was not visited. */
  findRun(stateName: string): StateRun | undefined {
    return this.#runs.find(stateName);
  }

  /** History with collapsed loops, oldest first. Only the last two rows can change. */
  get rows(): readonly HistoryRow[] {
    return this.#rows.all;
  }

  /** All events, oldest first. Event IDs start at 1 and have no gaps. */
  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get lastEventId(): number {
    return this.#events.at(-1)?.id ?? 0;
  }

  /** Returns one row for each event of a collapsed row. */
  describeEvents(firstId: number, lastId: number): EventRow[] {
    return this.#events
      .slice(Math.max(0, firstId - 1), lastId)
      .map((event) => describeEvent(event, this.#contextOf(event)));
  }

  #add(event: HistoryEvent): void {
    const before = this.#progress;
    const { progress, entries } = foldEvent(before, event);
    this.#progress = progress;
    this.#timeline.push(...entries);
    this.#input ??= event.executionStartedEventDetails?.input;
    const { jobStatus, jobStatusSince, polls, found, deadlines, lastEventAt } = progress;
    if (found !== undefined && before.found === undefined && lastEventAt !== undefined) this.#polls.push(lastEventAt);
    if (deadlines.length > 0) this.#deadlines = deadlines;
    if (jobStatus !== undefined && jobStatus !== before.jobStatus && jobStatusSince !== undefined)
      this.#seen.push({ status: jobStatus, at: jobStatusSince, poll: polls === 0 ? undefined : polls });
    this.#events.push(event);
    this.#stateNames[event.id ?? 0] = namedState(event) ?? this.#stateNames[event.previousEventId ?? 0];
    const context = this.#contextOf(event);
    this.#runs.add(event, context.at);
    this.#rows.add(event, { ...context, current: this.#runs.current });
  }

  #contextOf(event: HistoryEvent) {
    const { lastEventAt, jobStatus, jobStatusReason, found, polls } = this.#progress;
    return {
      at: event.timestamp ?? lastEventAt ?? new Date(0),
      current: undefined,
      stateName: this.#stateNames[event.id ?? 0],
      jobStatus,
      jobStatusReason,
      found,
      polls,
    };
  }
}
