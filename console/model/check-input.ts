import { InvalidInputError, parseExecutionInput } from "../../workflow/input/execution-input";

/** Path at the start of a violation message. Violations of the input as a whole have none. */
const PATH = /^[\w-]+(?:[.[][\w.[\]-]+)?(?= (?:must|is) )/;

/** Violation of a rule of the input. */
export interface InputProblem {
  readonly field: "input";
  /** Path in the input; null for the input as a whole. */
  readonly path: string | null;
  readonly message: string;
}

/** Checks the input of an execution without AWS requests. Returns all problems. */
export function checkInput(value: unknown): InputProblem[] {
  try {
    parseExecutionInput(value);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.violations.map((message) => ({ field: "input", path: PATH.exec(message)?.[0] ?? null, message }));
  }
}
