import { failureDetails, inputDetails, outputDetails } from "../execution/history-event";
import type { History } from "../execution/history";
import type { JsonObject } from "../json/json";

/** Limits of one attempt, in seconds. Undefined for no limit. */
interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Writes the history events of one attempt of a task. */
export interface TaskEvents {
  /** @param parameters - input of the task, as JSON text */
  scheduled(parameters: string, limits: TaskLimits): void;
  started(): void;
  submitted(output: string): void;
  succeeded(output: string): void;
  failed(error: string | undefined, cause: string | undefined): void;
  submitFailed(error: string | undefined, cause: string | undefined): void;
  timedOut(error: string): void;
}

const describeLimits = ({ timeoutSeconds, heartbeatSeconds }: TaskLimits): JsonObject => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
});

/** Events of a task whose Resource is the ARN of a Lambda function. */
export function lambdaFunctionEvents(history: History, functionArn: string): TaskEvents {
  const failed = (error: string | undefined, cause: string | undefined): void => {
    history.add("LambdaFunctionFailed", { lambdaFunctionFailedEventDetails: failureDetails(error, cause) });
  };
  return {
    scheduled(parameters, limits) {
      history.add("LambdaFunctionScheduled", {
        lambdaFunctionScheduledEventDetails: {
          resource: functionArn,
          ...inputDetails(parameters),
          ...describeLimits(limits),
        },
      });
    },
    started: () => history.add("LambdaFunctionStarted"),
    submitted: () => undefined,
    succeeded: (output) =>
      history.add("LambdaFunctionSucceeded", { lambdaFunctionSucceededEventDetails: outputDetails(output) }),
    failed,
    submitFailed: failed,
    timedOut: (error) =>
      history.add("LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: failureDetails(error, undefined) }),
  };
}

/** Service integration, `arn:aws:states:::TYPE:RESOURCE`. */
interface ServiceResource {
  readonly resourceType: string;
  readonly resource: string;
}

/** Events of a task whose Resource is a service integration. */
export function serviceTaskEvents(history: History, service: ServiceResource, region: string): TaskEvents {
  const { resourceType, resource } = service;
  const subject = { resourceType, resource };
  return {
    scheduled(parameters, limits) {
      history.add("TaskScheduled", {
        taskScheduledEventDetails: { ...subject, region, parameters, ...describeLimits(limits) },
      });
    },
    started: () => history.add("TaskStarted", { taskStartedEventDetails: subject }),
    submitted: (output) =>
      history.add("TaskSubmitted", { taskSubmittedEventDetails: { ...subject, ...outputDetails(output) } }),
    succeeded: (output) =>
      history.add("TaskSucceeded", { taskSucceededEventDetails: { ...subject, ...outputDetails(output) } }),
    failed: (error, cause) =>
      history.add("TaskFailed", { taskFailedEventDetails: { ...subject, ...failureDetails(error, cause) } }),
    submitFailed: (error, cause) =>
      history.add("TaskSubmitFailed", {
        taskSubmitFailedEventDetails: { ...subject, ...failureDetails(error, cause) },
      }),
    timedOut: (error) =>
      history.add("TaskTimedOut", { taskTimedOutEventDetails: { ...subject, ...failureDetails(error, undefined) } }),
  };
}
