import { readFile } from "node:fs/promises";
import { readJsonText } from "../../config/json-text";
import { CliError } from "../cli-error";
import { errorMessage, errorProperty } from "../error-properties";
import { decodeUtf8 } from "./decode-text";

/**
 * @param what - purpose of the file, such as `input`; prefix of the message
 * @throws CliError when the file cannot be read
 */
export async function readBytes(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliError([`${what}: cannot read ${file}: ${explain(error)}`], { cause: error });
  }
}

/**
 * @param source - origin of the bytes, for the message
 * @throws CliError with line and column for invalid JSON, text that is not UTF-8, or values that JSON.parse would
 *   change
 */
export function parseJson(bytes: Buffer, source: string, what: string): unknown {
  const decoded = decodeUtf8(bytes);
  const read = "problem" in decoded ? decoded : readJsonText(decoded.text);
  if ("problem" in read) throw new CliError([`${what}: ${source} ${read.problem}`]);
  return read.value;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

const explain = (error: unknown): string => REASONS[errorProperty(error, "code")] ?? errorMessage(error);
