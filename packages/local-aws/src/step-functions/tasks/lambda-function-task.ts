import type { TaskEnvironment } from "./task-environment";
import { invokeLambda } from "./invoke-lambda";
import { lambdaFunctionEvents } from "./task-events";
import type { TaskHandler } from "./task-handler";

/** Task whose Resource is the ARN of a function. The input is the event, and the response is the result. */
export function lambdaFunctionTask(functionArn: string, environment: TaskEnvironment): TaskHandler {
  const { lambdas, lambdaClock } = environment;
  return {
    name: functionArn,
    timeoutClock: lambdaClock,
    makeEvents: (history) => lambdaFunctionEvents(history, functionArn),
    run: ({ input, signal }) => invokeLambda(lambdas, functionArn, input, signal),
  };
}
