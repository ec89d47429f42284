import { findIntegration } from "../../arn";
import { isJsonObject } from "../json/json";
import { type Diagnostic, schemaError } from "./diagnostic";
import type { TaskState } from "./state-schemas";

/** Parameters of `lambda:invoke`. @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const LAMBDA_PARAMETERS = ["FunctionName", "Payload", "InvocationType", "LogType", "ClientContext", "Qualifier"];

/** Checks the names of the parameters of `lambda:invoke`. The parameters of Batch are checked by SubmitJob. */
export function checkTaskParameters(state: TaskState, location: string): Diagnostic[] {
  const field = state.Arguments === undefined ? "Parameters" : "Arguments";
  const template = state[field];
  if (findIntegration(state.Resource) !== "lambda:invoke" || template === undefined || !isJsonObject(template))
    return [];
  const names = Object.keys(template).map((key) => (field === "Parameters" ? key.replace(/\.\$$/u, "") : key));
  const messages = names
    .filter((name) => !LAMBDA_PARAMETERS.includes(name))
    .map((name) => `The field "${name}" is not supported by Step Functions`);
  if (!names.includes("FunctionName")) messages.push('The field "FunctionName" is required but was missing');
  return messages.map((message) => schemaError(message, `${location}/${field}`));
}
