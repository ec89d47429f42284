import { InvalidFaultScriptError, parseFaultScript } from "local-aws";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { parseJson, readBytes } from "./read-json";
import { resolveGivenPath } from "./resolve-given-path";

/**
 * Reads and checks a fault script.
 * @param file - path, relative to the caller's folder
 * @throws CliError with a line for each violation
 */
export async function readFaults(file: string, { environment }: Pick<CliContext, "environment">): Promise<unknown> {
  const path = resolveGivenPath(file, environment);
  const script = parseJson(await readBytes(path, "faults"), path, "faults");
  try {
    parseFaultScript(script);
  } catch (error) {
    if (!(error instanceof InvalidFaultScriptError)) throw error;
    throw new CliError(
      error.message.split("\n").map((violation) => `faults: ${violation}`),
      { cause: error },
    );
  }
  return script;
}
