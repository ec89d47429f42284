import type { Clock } from "../../clock";
import type { RandomSource } from "../random-source";
import type { FindTaskHandler } from "../tasks/task-handler";

/** Dependencies shared by all executions. */
export interface Interpreter {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly findTaskHandler: FindTaskHandler;
}
