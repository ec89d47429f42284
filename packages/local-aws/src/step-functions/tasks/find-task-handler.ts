import { findIntegration, isFunctionArn } from "../../arn";
import { batchSubmitJobTask } from "./batch-submit-job-task";
import { lambdaFunctionTask, lambdaInvokeTask } from "./lambda-tasks";
import type { TaskEnvironment, FindTaskHandler, TaskHandler } from "./task-handler";

/** Creates the lookup of task handlers for all supported resources, by the part of the ARN after `states:::`. */
export function createFindTaskHandler(environment: TaskEnvironment): FindTaskHandler {
  const services = new Map<string, TaskHandler>([["lambda:invoke", lambdaInvokeTask(environment)]]);
  const { callBatch } = environment;
  if (callBatch !== undefined) services.set("batch:submitJob.sync", batchSubmitJobTask(callBatch, environment));
  const functions = new Map<string, TaskHandler>();
  return (resource) => {
    if (isFunctionArn(resource)) {
      const handler = functions.get(resource) ?? lambdaFunctionTask(resource, environment);
      functions.set(resource, handler);
      return handler;
    }
    return (
      services.get(findIntegration(resource) ?? "") ??
      `local mode does not support task resource ${resource}; supported: Lambda function ARNs and ${[...services.keys()].join(", ")}`
    );
  };
}
