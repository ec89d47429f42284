import { parseExecutionInput } from "../../workflow/execution-input";

/** How cdktf writes into a text what only Terraform will know. */
const TOKEN = /\$\{TfToken\[[^\]]+\]\}/g;

/**
 * Checks an execution's input as far as it is known: for a token, such as the ARN of a queue of the same app, a word stands
 * in, which is a name of everything.
 * @throws InvalidInputError with every rule that the input breaks
 */
export function checkInput(input: unknown): void {
  parseExecutionInput(replaceTexts(input, (text) => text.replace(TOKEN, "token")));
}

/** A copy of a value of JSON with other texts in it; keys stay. */
export function replaceTexts(value: unknown, replace: (text: string) => string): unknown {
  if (value === undefined) return undefined;
  const copy: unknown = JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? replace(part) : part)),
  );
  return copy;
}
