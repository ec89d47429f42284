import { formatDuration } from "../../console/format/format-duration";
import { formatDateTime } from "../../console/format/format-time";
import type { RunEnd } from "../../console/model/progress/run-progress";
import type { JobResult } from "../../workflow/result/job-result";
import type { Paint } from "./palette";
import { renderRows, type Row } from "./render-rows";
import { plainText } from "./text";

interface Summary {
  readonly startedAt: Date;
  readonly end: RunEnd;
  /** JobResult; undefined when the execution ended without one. */
  readonly result: JobResult | undefined;
  readonly logLines: readonly string[];
  /** Whether to show links to the AWS console. */
  readonly showLinks: boolean;
}

/** Renders the result of an execution: status, time, cause and the end of the job's log. */
export function renderSummary(summary: Summary, paint: Paint, columns: number): string {
  const { end, result, startedAt } = summary;
  const succeeded = end.status === "SUCCEEDED";
  const took = formatDuration((end.closedAt.getTime() - startedAt.getTime()) / 1000);
  const error = end.error === undefined ? "" : ` with ${end.error}`;
  const rows =
    result === undefined ? [causeRow(end)] : [...resultRows(result), ...(summary.showLinks ? linkRows(result) : [])];
  return [
    "",
    `${paint(succeeded ? "good" : "bad", end.status)}${error} after ${took}`,
    "",
    ...renderRows([["Closed", formatDateTime(end.closedAt)], ...rows], paint, columns),
    ...renderLog(summary.logLines, paint),
  ].join("\n");
}

const causeRow = ({ cause, output }: RunEnd): Row => (cause === undefined ? ["Output", output] : ["Cause", cause]);

function resultRows(result: JobResult): Row[] {
  const { category, retryable, attempts } = result;
  const lastAttempt = attempts.at(-1);
  return [
    ["Job", result.jobName ?? undefined],
    ["Job ID", result.jobId ?? undefined],
    [
      "Category",
      category === null
        ? undefined
        : `${category}, ${retryable ? "worth another try as it is" : "not retryable as it is"}`,
    ],
    ["Exit code", result.exitCode === null ? undefined : String(result.exitCode)],
    ["Reason", joinReasons(result.statusReason, result.containerReason)],
    ["Attempts", attempts.length === 0 ? undefined : String(attempts.length)],
    ["Queued", showSeconds(result.queuedSeconds)],
    ["Ran", showSeconds(result.runSeconds)],
    ["Polls", result.polls === 0 ? undefined : String(result.polls)],
    ["Duplicates", result.duplicates.length === 0 ? undefined : result.duplicates.join(" ")],
    ["Log group", result.logGroup ?? undefined],
    ["Log stream", lastAttempt?.logStreamName ?? undefined],
  ];
}

const linkRows = (result: JobResult): Row[] => [
  ["Log link", result.logUrl ?? undefined],
  ["Job link", result.consoleUrl ?? undefined],
];

const showSeconds = (seconds: number | null): string | undefined =>
  seconds === null ? undefined : formatDuration(seconds);

function joinReasons(...reasons: readonly (string | null)[]): string | undefined {
  const given = [...new Set(reasons.filter((reason) => reason !== null))];
  return given.length === 0 ? undefined : given.join("; ");
}

function renderLog(lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  return [
    "",
    `  ${paint("quiet", "Last log lines")}`,
    ...lines.map((line) => `  ${paint("quiet", "|")} ${plainText(line)}`),
  ];
}
