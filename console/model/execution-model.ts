import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { JobResult } from "../../workflow/job-result";
import { namedState, reviveEvent, type ExecutionEvent } from "./execution-event";
import { findLoops } from "./find-loops";
import { describeEvent, HistoryRows, type EventRow, type HistoryRow } from "./history-rows";
import { findJobPhases, type JobPhase, type SeenStatus } from "./job-phases";
import { findResultOf } from "./progress/fold-end";
import { foldEvent } from "./progress/fold-event";
import { NO_PROGRESS, type RunEnd, type RunProgress, type TimelineEntry } from "./progress/run-progress";
import { parseStateGraph, type StateGraph } from "./state-graph";
import { StateRuns, type StateRun, type TakenStep } from "./state-runs";

export type ExecutionStatus = "RUNNING" | RunEnd["status"];

/** What is known of an execution besides its history. */
export interface ExecutionFacts {
  readonly executionArn: string;
  /** Amazon States Language, as DescribeStateMachineForExecution gives it; without it there is no picture. */
  readonly definition?: string | undefined;
}

/**
 * One execution as page, report and summaries show it: definition and history, folded. Events are appended as they come,
 * each at the same cost, however long the history is.
 */
export class ExecutionModel {
  readonly executionArn: string;
  readonly graph: StateGraph;
  readonly #runs: StateRuns;
  readonly #rows: HistoryRows;
  readonly #events: HistoryEvent[] = [];
  /** The state that an event belongs to, by event ID. */
  readonly #stateNames: (string | undefined)[] = [];
  readonly #timeline: TimelineEntry[] = [];
  readonly #seen: SeenStatus[] = [];
  #progress: RunProgress = NO_PROGRESS;
  #input: string | undefined;

  constructor({ executionArn, definition }: ExecutionFacts) {
    this.executionArn = executionArn;
    this.graph = parseStateGraph(definition);
    const shown = new Set(this.graph.states.map(({ name }) => name));
    this.#runs = new StateRuns((name) => shown.size === 0 || shown.has(name));
    this.#rows = new HistoryRows(findLoops(this.graph));
  }

  /** Takes further events, oldest first; those that it has already are passed over. */
  append(events: readonly ExecutionEvent[]): void {
    for (const event of events) if ((event.id ?? 0) > this.lastEventId) this.#add(reviveEvent(event));
  }

  /** Last part of the ARN. */
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

  /** How it ended, with output, Error and Cause; undefined while it runs. */
  get end(): RunEnd | undefined {
    return this.#progress.end;
  }

  /** The JobResult in output or Cause; undefined while it runs, and where there is none. */
  get result(): JobResult | undefined {
    return this.end === undefined ? undefined : findResultOf(this.end);
  }

  /** What goes on, for `describeProgress`. */
  get progress(): RunProgress {
    return this.#progress;
  }

  /** What is worth a line of its own: status changes, retries, deadlines. Oldest first. */
  get timeline(): readonly TimelineEntry[] {
    return this.#timeline;
  }

  /** The job's statuses with their times. */
  get phases(): readonly JobPhase[] {
    return findJobPhases(this.#seen, this.result);
  }

  /** Visited states, in the order of the first visits. */
  get runs(): readonly StateRun[] {
    return this.#runs.all;
  }

  /** Ways taken from state to state. */
  get steps(): readonly TakenStep[] {
    return this.#runs.steps;
  }

  /** Undefined for a state that has not been visited. */
  findRun(stateName: string): StateRun | undefined {
    return this.#runs.find(stateName);
  }

  /** The history with the loops folded, oldest first; only the last two rows ever change. */
  get rows(): readonly HistoryRow[] {
    return this.#rows.all;
  }

  /** All events, oldest first; IDs count from 1 without gaps. */
  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get lastEventId(): number {
    return this.#events.at(-1)?.id ?? 0;
  }

  /** The events of a folded row, each as a row of its own. */
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
    const { jobStatus, jobStatusSince, polls } = progress;
    if (jobStatus !== undefined && jobStatus !== before.jobStatus && jobStatusSince !== undefined)
      this.#seen.push({ status: jobStatus, at: jobStatusSince, poll: polls === 0 ? undefined : polls });
    this.#events.push(event);
    this.#stateNames[event.id ?? 0] = namedState(event) ?? this.#stateNames[event.previousEventId ?? 0];
    const context = this.#contextOf(event);
    this.#runs.add(event, context.at);
    this.#rows.add(event, { ...context, current: this.#runs.current });
  }

  #contextOf(event: HistoryEvent) {
    const { lastEventAt, jobStatus, jobStatusReason, polls } = this.#progress;
    return {
      at: event.timestamp ?? lastEventAt ?? new Date(0),
      current: undefined,
      stateName: this.#stateNames[event.id ?? 0],
      jobStatus,
      jobStatusReason,
      polls,
    };
  }
}
