import type { Arns } from "../../arn";
import type { Clock } from "../../clock";
import type { Execution } from "../execution/execution";
import type { Interpreter } from "../execution/interpreter";
import type { ExecutionStore } from "./execution-store";
import type { StateMachineStore } from "./state-machine-store";
import type { TaskResourceCheck } from "../definition/check-states";

/** State that the operations share. */
export interface Service {
  readonly clock: Clock;
  readonly arns: Arns;
  readonly interpreter: Interpreter;
  readonly checkTaskResource: TaskResourceCheck;
  readonly stateMachines: StateMachineStore;
  readonly executions: ExecutionStore;
  /** Called on every start and end of an execution. */
  readonly onChange: (execution: Execution) => void;
}
