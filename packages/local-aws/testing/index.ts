export { createInProcessLambdas, type InProcessHandler } from "./in-process-lambdas";
export { WAIT_TABLE } from "./wait-table";
