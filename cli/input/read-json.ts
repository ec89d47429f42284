import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { readJsonText } from "../../config/json-text";
import { CliError } from "../cli-error";
import { errorMessage, errorProperty } from "../error-properties";

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

const CONVERT =
  "convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW, or in PowerShell: Get-Content FILE | Set-Content -Encoding utf8 NEW";

/** Decodes UTF-8 without a byte order mark. @returns the text, or the problem as the end of "FILE ..." */
function decodeUtf8(bytes: Buffer): { readonly text: string } | { readonly problem: string } {
  // JSON starts with an ASCII character, which has two bytes in UTF-16.
  const isUtf16 = /^(\xFF\xFE|\xFE\xFF|\0|[^\0]\0)/.test(bytes.toString("latin1", 0, 2));
  if (isUtf16) return { problem: `is UTF-16 text; ${CONVERT}` };
  const text = bytes.toString("utf8");
  if (isUtf8(bytes)) return { text: text.replace(/^\uFEFF/, "") };
  const again = Buffer.from(text);
  const place = bytes.findIndex((byte, index) => byte !== again[index]);
  const line = bytes.subarray(0, place).toString("latin1").split("\n").length;
  return { problem: `is not UTF-8: invalid byte at line ${line}; save it as UTF-8` };
}
