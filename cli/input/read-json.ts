import { readFile } from "node:fs/promises";
import { CliError } from "../cli-error";
import { errorMessage, errorProperty } from "../error-properties";
import { findJsonProblem } from "./find-json-problem";

/**
 * @param what - what the file is for, such as `input`; begins the message
 * @throws CliError when the file cannot be read
 */
export async function readTextFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CliError([`${what}: cannot read ${file}: ${explain(error)}`], { cause: error });
  }
}

/**
 * @param source - where the text is from, for the message
 * @throws CliError that shows the place when the text is not JSON
 */
export function parseJsonText(text: string, source: string, what: string): unknown {
  // Editors on Windows may put a byte order mark there.
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError([`${what}: ${source} is not JSON: ${findJsonProblem(json)}`], { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "this user may not read it",
};

const explain = (error: unknown): string => REASONS[errorProperty(error, "code")] ?? errorMessage(error);
