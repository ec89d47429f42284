import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { errorMessage, errorProperty } from "../error-properties";
import { resolveGivenPath } from "../input/resolve-given-path";

export const REPORT_FORMATS = ["html", "markdown"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Output file of a report and its format. */
export interface ReportFile {
  /** Path as given; `-` is standard output. */
  readonly given: string;
  readonly format: ReportFormat;
  /** Whether an existing file may be replaced. */
  readonly force: boolean;
}

const isStdout = ({ given }: ReportFile): boolean => given === "-";

/** Format by file name extension. */
export const findFormat = (given: string | undefined): ReportFormat =>
  [".md", ".markdown"].includes(extname(given ?? "").toLowerCase()) ? "markdown" : "html";

/** Checks in advance that the file can be written. @throws CliError when it cannot */
export function checkReportFile(file: ReportFile, context: Pick<CliContext, "environment">): void {
  if (isStdout(file)) return;
  const path = resolveGivenPath(file.given, context.environment);
  if (!existsSync(dirname(path)))
    throw new CliError([
      `the report cannot be written: there is no folder ${dirname(path)}; create it or choose another`,
    ]);
  if (!file.force && existsSync(path)) throw alreadyThere(file.given);
}

/** @throws CliError when the file exists or cannot be written */
export async function writeReport(file: ReportFile, text: string, context: CliContext): Promise<void> {
  if (isStdout(file)) {
    context.stdout.write(text);
    return;
  }
  try {
    await writeFile(resolveGivenPath(file.given, context.environment), text, { flag: file.force ? "w" : "wx" });
  } catch (error) {
    if (errorProperty(error, "code") === "EEXIST") throw alreadyThere(file.given);
    throw new CliError([`the report cannot be written to ${file.given}: ${errorMessage(error)}`], { cause: error });
  }
}

const alreadyThere = (given: string): CliError =>
  new CliError([`${basename(given)} already exists; use --force to replace it, or choose another file`]);
