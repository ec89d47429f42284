import { parseExecutionInput } from "../../../workflow/input/execution-input";

/** Token of cdktf in a string: a value that only Terraform knows. */
const TOKEN = /\$\{TfToken\[[^\]]+\]\}/g;

/**
 * Validates the input of an execution. A token, such as the ARN of a queue in the same app, is replaced by a valid
 * name.
 * @throws InvalidInputError with every violated rule
 */
export function checkInput(input: unknown): void {
  parseExecutionInput(replaceTexts(input, (text) => text.replace(TOKEN, "token")));
}

/** Returns a copy of a JSON value in which strings are replaced; keys are unchanged. */
export function replaceTexts(value: unknown, replace: (text: string) => string): unknown {
  if (value === undefined) return undefined;
  const copy: unknown = JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? replace(part) : part)),
  );
  return copy;
}
