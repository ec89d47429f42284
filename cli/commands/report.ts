import { lastArnPart } from "../../workflow/arn";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { makeReport } from "../report/make-report";
import { checkReportFile, findFormat, writeReport, type ReportFormat } from "../report/report-file";
import type { CommonOptions } from "../screen";
import type { TargetOptions } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { withTarget } from "./with-target";

interface ReportOptions extends CommonOptions, TargetOptions {
  /** File, or `-`. @default the execution's name, with `.html` or `.md` */
  readonly out?: string | undefined;
  /** @default by the file name extension */
  readonly format?: ReportFormat | undefined;
  readonly force?: boolean | undefined;
}

const EXTENSIONS: Readonly<Record<ReportFormat, string>> = { html: "html", markdown: "md" };

/**
 * Writes a report of an execution to a file.
 * @returns exit code; 0 also for a failed execution
 * @throws CliError when the file exists, before any request
 */
export function report(execution: string, options: ReportOptions, context: CliContext): Promise<number> {
  const format = options.format ?? findFormat(options.out);
  const given = options.out ?? `${lastArnPart(execution)}.${EXTENSIONS[format]}`;
  const file = { given, format, force: options.force === true };
  checkReportFile(file, context);
  return withTarget(options, context, execution, async ({ clients, stateMachineArn, isLocal }, screen) => {
    const executionArn = composeExecutionArn(execution, stateMachineArn);
    const now = isLocal ? undefined : new Date();
    const request = { clients, executionArn, format, showLinks: !isLocal, now };
    const { model, text } = await makeReport(request, context);
    await writeReport(file, text, context);
    const { status, end } = model;
    if (screen.json && given !== "-") screen.result({ executionArn, status, error: end?.error, file: given });
    const error = end?.error === undefined ? "" : `, ${end.error}`;
    screen.say(given === "-" ? `${status}${error}` : `wrote ${given}: ${status}${error}`);
    return EXIT_CODE.succeeded;
  });
}
