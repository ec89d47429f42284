import { randomUUID } from "node:crypto";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { parseExecutionName } from "../../../workflow/input/execution-name";
import { checkInput } from "../../model/check-input";
import type { StartProblem } from "../../api/replies";
import type { StartRequest } from "../../api/requests";
import type { ConsoleAccess } from "../console-access";
import { lastArnPart } from "../../../workflow/arn";

/**
 * Starts an execution if its input and its name are valid.
 * @returns the name, or all problems if no execution was started
 */
export async function startExecution(
  access: ConsoleAccess,
  request: StartRequest,
): Promise<{ readonly name: string } | { readonly problems: readonly StartProblem[] }> {
  const problems = [...checkName(request.name), ...checkText(request.input, access)];
  if (problems.length > 0) return { problems };
  // A generated name makes StartExecution idempotent if the SDK retries after a lost response.
  const name = request.name === "" ? randomUUID() : request.name;
  try {
    const { executionArn = name } = await access.stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn: access.stateMachineArn, input: request.input, name }),
    );
    return { name: lastArnPart(executionArn) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ExecutionAlreadyExists") throw error;
    const message = `execution name ${name} is already in use; choose another name (a name can be reused 90 days after its execution ended)`;
    return { problems: [{ field: "name", path: null, message }] };
  }
}

function checkName(name: string): readonly StartProblem[] {
  if (name === "") return [];
  try {
    parseExecutionName(name);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ field: "name", path: null, message: error.message }];
  }
}

function checkText(text: string, { readJson }: ConsoleAccess): readonly StartProblem[] {
  const read = readJson(text);
  if ("problem" in read) return [{ field: "input", path: null, message: `the input ${read.problem}` }];
  return checkInput(read.value);
}
