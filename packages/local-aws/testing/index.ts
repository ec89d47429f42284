export { createInProcessLambdas, type InProcessHandler } from "./in-process-lambdas";
