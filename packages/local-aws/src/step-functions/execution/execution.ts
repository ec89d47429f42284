import type { Clock } from "../../clock";
import type { Definition } from "../definition/state-schemas";
import { type Json, type JsonObject, jsonText } from "../json/json";
import { failureDetails, inputDetails, outputDetails } from "./history-event";
import { History } from "./history";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** State machine as it was when an execution started. Later updates do not affect the execution. */
interface ExecutedRevision {
  readonly revisionId: string | undefined;
  readonly definitionText: string;
  readonly definition: Definition;
  readonly roleArn: string;
  readonly loggingConfiguration: object;
  readonly tracingConfiguration: object;
  readonly encryptionConfiguration: object | undefined;
  readonly updatedAtMs: number;
}

/** Properties of an execution. */
interface ExecutionOptions {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly stateMachineVersionArn: string | undefined;
  readonly stateMachineAliasArn: string | undefined;
  readonly revision: ExecutedRevision;
  /** Input as given, compared when another execution is started with the same name. */
  readonly inputText: string;
  readonly input: Json;
  readonly traceHeader: string | undefined;
}

/** Result and end time (milliseconds since 1970) of an execution. */
interface ExecutionEnd {
  readonly stoppedAtMs: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Execution with its properties, history and result. */
export class Execution {
  readonly history: History;
  readonly startedAtMs: number;
  private readonly controller = new AbortController();
  private currentStatus: ExecutionStatus = "RUNNING";
  private currentEnd: ExecutionEnd | undefined;

  constructor(
    readonly options: ExecutionOptions,
    private readonly clock: Clock,
    private readonly onChange: (execution: Execution) => void,
  ) {
    this.startedAtMs = clock.now();
    this.history = new History(clock);
    const { inputText, revision, stateMachineAliasArn, stateMachineVersionArn } = options;
    const details: JsonObject = {
      ...inputDetails(inputText),
      roleArn: revision.roleArn,
      ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
      ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
    };
    this.history.add("ExecutionStarted", { executionStartedEventDetails: details });
    onChange(this);
  }

  get status(): ExecutionStatus {
    return this.currentStatus;
  }

  get end(): ExecutionEnd | undefined {
    return this.currentEnd;
  }

  /** Aborted when the execution has ended. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  succeed(output: Json): void {
    const text = jsonText(output);
    this.finish("SUCCEEDED", { output: text }, () => {
      this.history.close("ExecutionSucceeded", { executionSucceededEventDetails: outputDetails(text) });
    });
  }

  fail(error: string | undefined, cause: string | undefined): void {
    const details = failureDetails(error, cause);
    this.finish("FAILED", details, () => {
      this.history.close("ExecutionFailed", { executionFailedEventDetails: details });
    });
  }

  /** Stops the execution. In AWS, the event of a stop has no previous event. */
  abort(error: string | undefined, cause: string | undefined): void {
    const details = failureDetails(error, cause);
    this.finish("ABORTED", details, () => {
      this.history.close("ExecutionAborted", { executionAbortedEventDetails: details }, 0);
    });
  }

  /**
   * Ends the execution because TimeoutSeconds of its state machine has elapsed. In AWS, only the history shows the
   * reason.
   */
  timeOut(): void {
    this.finish("TIMED_OUT", {}, () => {
      const details = failureDetails("States.Timeout", undefined);
      this.history.close("ExecutionTimedOut", { executionTimedOutEventDetails: details }, 0);
    });
  }

  private finish(status: ExecutionStatus, end: Omit<ExecutionEnd, "stoppedAtMs">, addEvent: () => void): void {
    if (this.currentStatus !== "RUNNING") return;
    addEvent();
    this.currentStatus = status;
    this.currentEnd = { stoppedAtMs: this.clock.now(), ...end };
    this.controller.abort(new Error(`execution ${this.options.executionArn} is ${status}`));
    this.onChange(this);
  }
}
