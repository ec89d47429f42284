import type { JsonObject } from "../json/json";
import type { Execution } from "./execution";

interface EnteredState {
  readonly name: string;
  readonly enteredAtMs: number;
  /** Retries so far. Undefined for a state that cannot be retried. */
  readonly retryCount: number | undefined;
}

/**
 * Creates the context object, `$$`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function createContextObject(execution: Execution, state: EnteredState): JsonObject {
  const { executionArn, name, input, revision, stateMachineArn, stateMachineName } = execution.options;
  return {
    Execution: {
      Id: executionArn,
      Input: input,
      StartTime: new Date(execution.startedAtMs).toISOString(),
      Name: name,
      RoleArn: revision.roleArn,
      RedriveCount: 0,
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineName },
    State: {
      Name: state.name,
      EnteredTime: new Date(state.enteredAtMs).toISOString(),
      ...(state.retryCount === undefined ? {} : { RetryCount: state.retryCount }),
    },
  };
}
