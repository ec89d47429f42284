/** Error of a state, with the error name and cause that Retry and Catch use. */
export class StateFailure extends Error {
  override readonly name = "StateFailure";

  constructor(
    /** Error name, such as `States.Runtime`. Undefined only if SendTaskFailure reported none. */
    readonly error: string | undefined,
    /** Undefined where AWS reports no cause, such as for a timeout. */
    readonly causeText: string | undefined,
    readonly options: {
      /** Whether the name of the state is added to the cause. */
      readonly namesState?: boolean;
      /** Field whose JSONata expression failed, such as `Output/total`. */
      readonly location?: string;
      /** Second error name that Retry and Catch accept. */
      readonly alias?: string;
      /** Whether the expression returned a value of the right type that the state cannot use. */
      readonly isInvalidValue?: boolean;
    } = {},
  ) {
    super(causeText ?? error ?? "the task failed");
  }
}

/** Failure reported by SendTaskFailure, whose error and cause are optional. */
export class ReportedFailure extends StateFailure {}

/** AWS reports a missing heartbeat as States.Timeout. Retry and Catch also accept States.HeartbeatTimeout. */
export function heartbeatTimeout(): StateFailure {
  return new StateFailure("States.Timeout", undefined, { alias: "States.HeartbeatTimeout" });
}

/** Creates a States.Runtime error: a mistake in the definition or its data that Retry and Catch cannot handle. */
export function runtimeFailure(cause: string): StateFailure {
  return new StateFailure("States.Runtime", cause, { namesState: true });
}

export function dataLimitFailure(stateOrTask: string): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${stateOrTask}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Creates the error for a JSONata value of the right type that a state cannot use, such as `Seconds` of -1. */
export function invalidValue(cause: string, location: string): StateFailure {
  return new StateFailure("States.QueryEvaluationError", cause, { namesState: true, location, isInvalidValue: true });
}

/** @param location - the field, such as `Arguments/jobName` */
export function queryFailure(cause: string, location: string): StateFailure {
  return new StateFailure("States.QueryEvaluationError", cause, { namesState: true, location });
}
