import { addAbortSignal } from "node:stream";
import { InvalidInputError, parseExecutionInput } from "../../workflow/input/execution-input";
import { parseExecutionName } from "../../workflow/input/execution-name";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { parseJson, readBytes } from "./read-json";
import { resolveGivenPath } from "./resolve-given-path";

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_INPUT_BYTES = 262_144;

/** File name of the standard input. */
const STANDARD_INPUT = "-";

/**
 * Reads and checks an execution input.
 * @param file - path, relative to the caller's folder, or `-` for standard input
 * @returns the unchanged input
 * @throws CliError with a line for each violation; AbortError on Ctrl-C
 */
export async function readExecutionInput(
  file: string,
  context: Pick<CliContext, "stdin" | "interrupt" | "environment">,
): Promise<Readonly<Record<string, unknown>>> {
  const source = file === STANDARD_INPUT ? "the standard input" : resolveGivenPath(file, context.environment);
  const bytes = file === STANDARD_INPUT ? await readAll(context) : await readBytes(source, "input");
  if (bytes.length > MAX_INPUT_BYTES)
    throw new CliError([
      `input: ${source} must have at most ${MAX_INPUT_BYTES.toLocaleString("en-US")} bytes, Step Functions' limit, has ${bytes.length.toLocaleString("en-US")}`,
    ]);
  if (bytes.toString("utf8").trim() === "")
    throw new CliError([`input: ${source} is empty; see sample-job/execution-input.json for an example`]);
  return checkExecutionInput(parseJson(bytes, source, "input"));
}

/**
 * @returns the input, unchanged
 * @throws CliError with a line for each violation
 */
export function checkExecutionInput(input: unknown): Readonly<Record<string, unknown>> {
  try {
    parseExecutionInput(input);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new CliError(
      error.violations.map((violation) => `input: ${violation}`),
      { cause: error },
    );
  }
  return Object.fromEntries(Object.entries(input ?? {}));
}

/** @throws CliError for a name that Step Functions or CloudWatch rejects */
export function checkExecutionName(name: string): string {
  try {
    return parseExecutionName(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError([error.message], { cause: error });
  }
}

async function readAll({ stdin, interrupt }: Pick<CliContext, "stdin" | "interrupt">): Promise<Buffer> {
  const chunks: Buffer[] = [];
  addAbortSignal(interrupt, stdin);
  for await (const chunk of stdin) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}
