import type { Clock } from "../../clock";
import type { RandomSource } from "../random-source";
import type { FindTaskHandler } from "../tasks/task-handler";

/** What every execution is run with. */
export interface Interpreter {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly findTaskHandler: FindTaskHandler;
}
