import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { isExecutionEvent } from "./execution-event";
import { explainCause, findFailure, type Failure } from "./find-failure";

/** How a state's last visit stands. `caught`: it failed, and the execution went on as its Catch says. */
export type Standing = "current" | "succeeded" | "caught" | "failed" | "aborted" | "timedOut";

/** All visits of one state in one execution. */
export interface StateRun {
  readonly name: string;
  readonly visits: number;
  /** Time spent there in finished visits, in milliseconds. */
  readonly finishedMs: number;
  /** Start of the visit that goes on; undefined when none does. */
  readonly since: Date | undefined;
  /** Failed attempts that were followed by another, over all visits. */
  readonly retries: number;
  readonly standing: Standing;
  /** Input and output of the last visit, as JSON text. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Of the last visit's last attempt, when it failed. */
  readonly failure: Failure | undefined;
}

/** A way that the execution took from one state to the next; undefined is its start or its end. */
export interface TakenStep {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly count: number;
}

const ENDS: Readonly<Record<string, Standing>> = {
  ExecutionSucceeded: "succeeded",
  ExecutionFailed: "failed",
  ExecutionAborted: "aborted",
  ExecutionTimedOut: "timedOut",
};

/** Follows an execution from state to state; one state of the top level is visited at a time. */
export class StateRuns {
  readonly #runs = new Map<string, StateRun>();
  readonly #steps = new Map<string, TakenStep>();
  #current: string | undefined;

  /** @param isShown - whether a state is one of the top level; those inside of Parallel and Map are passed over */
  constructor(private readonly isShown: (name: string) => boolean) {}

  /** In the order of the first visits. */
  get all(): readonly StateRun[] {
    return [...this.#runs.values()];
  }

  get steps(): readonly TakenStep[] {
    return [...this.#steps.values()];
  }

  /** Name of the state that is being visited, or that was when the execution ended. */
  get current(): string | undefined {
    return this.#current;
  }

  find(name: string): StateRun | undefined {
    return this.#runs.get(name);
  }

  /** To be called with each event in order. */
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
    this.#leave(at);
    this.#step(this.#current, name);
    const before = this.#runs.get(name);
    this.#runs.set(name, {
      name,
      visits: (before?.visits ?? 0) + 1,
      finishedMs: before?.finishedMs ?? 0,
      since: at,
      retries: before?.retries ?? 0,
      standing: "current",
      input,
      output: undefined,
      failure: undefined,
    });
    this.#current = name;
  }

  #exit(name: string, output: string | undefined): void {
    if (name !== this.#current) return;
    this.#change((run) => ({ output, standing: run.failure === undefined ? "succeeded" : "caught" }));
  }

  #end(standing: Standing, event: HistoryEvent, at: Date): void {
    const failure = findFailure(event);
    this.#change((run) => (run.standing === "current" ? { standing, failure: failure ?? run.failure } : {}));
    this.#leave(at);
    if (this.#current !== undefined) this.#step(this.#current, undefined);
  }

  /** A redriven execution goes on where it ended. */
  #resume(at: Date): void {
    this.#change(() => ({ standing: "current", since: at, failure: undefined }));
  }

  #addAttempt(event: HistoryEvent): void {
    const failure = findFailure(event);
    if (failure !== undefined)
      this.#change(() => ({ failure: { error: failure.error, cause: explainCause(failure.cause) } }));
    else if (event.type === "LambdaFunctionScheduled" || event.type === "TaskScheduled")
      this.#change((run) => (run.failure === undefined ? {} : { failure: undefined, retries: run.retries + 1 }));
  }

  #leave(at: Date): void {
    this.#change(({ since, finishedMs }) => ({
      since: undefined,
      finishedMs: finishedMs + (since === undefined ? 0 : at.getTime() - since.getTime()),
    }));
  }

  #change(makeChange: (run: StateRun) => Partial<StateRun>): void {
    const run = this.#current === undefined ? undefined : this.#runs.get(this.#current);
    if (run !== undefined) this.#runs.set(run.name, { ...run, ...makeChange(run) });
  }

  #step(from: string | undefined, to: string | undefined): void {
    const key = JSON.stringify([from ?? null, to ?? null]);
    this.#steps.set(key, { from, to, count: (this.#steps.get(key)?.count ?? 0) + 1 });
  }
}

/**
 * Time spent in a state, in milliseconds.
 * @param now - counts a visit that goes on up to here
 */
export const spentMs = ({ finishedMs, since }: StateRun, now: Date | undefined): number =>
  finishedMs + (since === undefined || now === undefined ? 0 : Math.max(0, now.getTime() - since.getTime()));
