import { findIntegration, isFunctionArn } from "../../arn";
import { batchSubmitJobTask } from "./batch-submit-job-task";
import { dynamoDbTasks } from "./dynamodb-tasks";
import { lambdaFunctionTask, lambdaInvokeTask } from "./lambda-tasks";
import { WAIT_FOR_TASK_TOKEN, waitForTaskToken } from "./wait-for-task-token";
import type { TaskEnvironment, FindTaskHandler, TaskHandler } from "./task-handler";

/** Creates the lookup of task handlers for all supported resources, by the part of the ARN after `states:::`. */
export function createFindTaskHandler(environment: TaskEnvironment): FindTaskHandler {
  const services = new Map<string, TaskHandler>([["lambda:invoke", lambdaInvokeTask(environment)]]);
  const { callBatch, callDynamoDb, tokens, clock, region } = environment;
  if (callDynamoDb !== undefined)
    for (const [integration, handler] of dynamoDbTasks(callDynamoDb, environment)) services.set(integration, handler);
  for (const [integration, request] of [...services])
    services.set(
      `${integration}${WAIT_FOR_TASK_TOKEN}`,
      waitForTaskToken({ integration, request, tokens, clock, region }),
    );
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
