import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { isExecutionEvent } from "./execution-event";
import { explainCause, findFailure, type Failure } from "./find-failure";
import { isWaitOver } from "./wait-for-event";

/** Status of a state's last visit. `caught`: the state failed and its Catch field handled the error. */
export type StateStatus = "current" | "succeeded" | "caught" | "failed" | "aborted" | "timedOut";

/** Visits of one state in one execution. */
export interface StateRun {
  readonly name: string;
  readonly visits: number;
  /** Duration of all finished visits, in milliseconds. */
  readonly finishedMs: number;
  /** Start of the current visit; undefined if no visit is in progress. */
  readonly since: Date | undefined;
  /** Number of retries over all visits. */
  readonly retries: number;
  readonly status: StateStatus;
  /** Input and output of the last visit, as JSON text. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Error and Cause of the last attempt, if it failed. */
  readonly failure: Failure | undefined;
}

/** Transition that the execution made. `from` is undefined at the start, `to` at the end. */
export interface TakenStep {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly count: number;
}

const ENDS: Readonly<Record<string, StateStatus>> = {
  ExecutionSucceeded: "succeeded",
  ExecutionFailed: "failed",
  ExecutionAborted: "aborted",
  ExecutionTimedOut: "timedOut",
};

/** Tracks the visits of top-level states. One top-level state is visited at a time. */
export class StateRuns {
  readonly #runs = new Map<string, StateRun>();
  readonly #steps = new Map<string, TakenStep>();
  #current: string | undefined;

  /** @param isShown - whether a state is at the top level; states inside Parallel and Map are ignored */
  constructor(private readonly isShown: (name: string) => boolean) {}

  /** All visited states, in the order of their first visit. */
  get all(): readonly StateRun[] {
    return [...this.#runs.values()];
  }

  get steps(): readonly TakenStep[] {
    return [...this.#steps.values()];
  }

  /** Name of the current state, or of the last state if the execution has ended. */
  get current(): string | undefined {
    return this.#current;
  }

  find(name: string): StateRun | undefined {
    return this.#runs.get(name);
  }

  /** Adds an event. Events must be added in order. */
  add(event: HistoryEvent, at: Date): void {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, type = "" } = event;
    const ending = ENDS[type];
    if (entered?.name !== undefined && this.isShown(entered.name)) this.#enter(entered.name, entered.input, at);
    else if (exited?.name !== undefined) this.#exit(exited.name, exited.output);
    else if (ending !== undefined) this.#end(ending, event, at);
    else if (type === "ExecutionRedriven") this.#resume(at);
    else if (!isExecutionEvent(event)) this.#addAttempt(event);
  }

  #enter(name: string, input: string | undefined, at: Date): void {
    this.#closeVisit(at);
    this.#step(this.#current, name);
    const before = this.#runs.get(name);
    this.#runs.set(name, {
      name,
      visits: (before?.visits ?? 0) + 1,
      finishedMs: before?.finishedMs ?? 0,
      since: at,
      retries: before?.retries ?? 0,
      status: "current",
      input,
      output: undefined,
      failure: undefined,
    });
    this.#current = name;
  }

  #exit(name: string, output: string | undefined): void {
    if (name !== this.#current) return;
    this.#change((run) => ({ output, status: run.failure === undefined ? "succeeded" : "caught" }));
  }

  #end(status: StateStatus, event: HistoryEvent, at: Date): void {
    const failure = findFailure(event);
    this.#change((run) => (run.status === "current" ? { status, failure: failure ?? run.failure } : {}));
    this.#closeVisit(at);
    if (this.#current !== undefined) this.#step(this.#current, undefined);
  }

  /** A redriven execution continues from the state in which it ended. */
  #resume(at: Date): void {
    this.#change(() => ({ status: "current", since: at, failure: undefined }));
  }

  #addAttempt(event: HistoryEvent): void {
    if (isWaitOver(event, this.#current)) return;
    const failure = findFailure(event);
    if (failure !== undefined)
      this.#change(() => ({ failure: { error: failure.error, cause: explainCause(failure.cause) } }));
    else if (event.type === "LambdaFunctionScheduled" || event.type === "TaskScheduled")
      this.#change((run) => (run.failure === undefined ? {} : { failure: undefined, retries: run.retries + 1 }));
  }

  #closeVisit(at: Date): void {
    this.#change(({ since, finishedMs }) => ({
      since: undefined,
      finishedMs: finishedMs + (since === undefined ? 0 : at.getTime() - since.getTime()),
    }));
  }

  #change(createChange: (run: StateRun) => Partial<StateRun>): void {
    const run = this.#current === undefined ? undefined : this.#runs.get(this.#current);
    if (run !== undefined) this.#runs.set(run.name, { ...run, ...createChange(run) });
  }

  #step(from: string | undefined, to: string | undefined): void {
    const key = JSON.stringify([from ?? null, to ?? null]);
    this.#steps.set(key, { from, to, count: (this.#steps.get(key)?.count ?? 0) + 1 });
  }
}

/**
 * Total duration of a state's visits, in milliseconds.
 * @param now - end time for a visit in progress; undefined to leave that visit out
 */
export const spentMs = ({ finishedMs, since }: StateRun, now: Date | undefined): number =>
  finishedMs + (since === undefined || now === undefined ? 0 : Math.max(0, now.getTime() - since.getTime()));
