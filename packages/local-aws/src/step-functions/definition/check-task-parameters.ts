import { findIntegration } from "../../arn";
import { isJsonObject } from "../json/json";
import { type Diagnostic, schemaError } from "./diagnostic";
import type { QueryLanguage } from "./query-language";
import type { TaskState } from "./state-schemas";
import { WAIT_FOR_TASK_TOKEN } from "../tasks/wait-for-task-token";

/** Parameters of `lambda:invoke`. @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const LAMBDA_PARAMETERS = ["FunctionName", "Payload", "InvocationType", "LogType", "ClientContext", "Qualifier"];

/**
 * Checks that an integration has parameters, and the names of those of `lambda:invoke`. The parameters of Batch are
 * checked by SubmitJob.
 */
export function checkTaskParameters(state: TaskState, language: QueryLanguage, location: string): Diagnostic[] {
  const integration = findIntegration(state.Resource);
  if (integration === undefined) return [];
  const field = language === "JSONata" ? "Arguments" : "Parameters";
  const template = state[field];
  if (template === undefined)
    return [schemaError(`${field} field is required for resource ARN: ${state.Resource}`, `${location}/Resource`)];
  if (integration.replace(WAIT_FOR_TASK_TOKEN, "") !== "lambda:invoke" || !isJsonObject(template)) return [];
  const names = Object.keys(template).map((key) => (field === "Parameters" ? key.replace(/\.\$$/u, "") : key));
  const messages = names
    .filter((name) => !LAMBDA_PARAMETERS.includes(name))
    .map((name) => `The field "${name}" is not supported by Step Functions`);
  if (!names.includes("FunctionName")) messages.push('The field "FunctionName" is required but was missing');
  return messages.map((message) => schemaError(message, `${location}/${field}`));
}
