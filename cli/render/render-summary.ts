import { formatDuration } from "../../console/format/format-duration";
import { formatDateTime } from "../../console/format/format-time";
import { explainEnd } from "../../console/model/explain-end";
import type { RunEnd, RunProgress } from "../../console/model/progress/run-progress";
import type { JobResult } from "../../workflow/result/job-result";
import type { Paint } from "./palette";
import { renderHints, type Hint } from "./render-hints";
import { renderRows, type Row } from "./render-rows";
import { toneOf } from "./status-tone";
import { plainText, wrap, wrapBeside } from "./text";

/** Execution that has ended. */
export interface EndedRun {
  readonly startedAt: Date;
  readonly progress: RunProgress;
  readonly end: RunEnd;
  /** JobResult; undefined when the execution ended without one. */
  readonly result: JobResult | undefined;
}

interface Summary extends EndedRun {
  readonly logLines: readonly string[];
  /** Whether to show links to the AWS console. */
  readonly showLinks: boolean;
  /** Description of the available queues and job definitions, if one was not found. */
  readonly existing?: string | undefined;
  /** Commands that help next. */
  readonly hints?: readonly Hint[];
}

/** Renders the status in one line: `FAILED with BatchJob.UserError after 4 min 1 s`. */
export function renderHeadline({ end, startedAt }: EndedRun, paint: Paint): string {
  const took = formatDuration((end.closedAt.getTime() - startedAt.getTime()) / 1000);
  const error = end.error === undefined ? "" : ` with ${end.error}`;
  return `${paint(toneOf(end.status), end.status)}${error} after ${took}`;
}

/** Renders the result of an execution: status, time, cause, the end of the job's log and the next steps. */
export function renderSummary(summary: Summary, paint: Paint, columns: number): string {
  const { end, result, existing, hints = [] } = summary;
  const rows =
    result === undefined ? [causeRow(end)] : [...resultRows(result), ...(summary.showLinks ? linkRows(result) : [])];
  const explanation = explainEnd({ ...summary, job: result });
  return [
    "",
    renderHeadline(summary, paint),
    ...(explanation === undefined ? [] : wrap(`${explanation.what}.`, columns)),
    "",
    ...renderRows([["Closed", formatDateTime(end.closedAt)], ...rows], paint, columns),
    ...renderLog(summary.logLines, paint),
    ...(existing === undefined ? [] : ["", ...wrap(existing, columns)]),
    ...renderNext(explanation?.next ?? [], hints, paint, columns),
  ].join("\n");
}

/** Renders the next steps, in the words of the page, and the commands for them. */
function renderNext(steps: readonly string[], hints: readonly Hint[], paint: Paint, columns: number): string[] {
  if (steps.length === 0 && hints.length === 0) return [];
  return [
    "",
    `  ${paint("strong", "Next steps")}`,
    ...steps.flatMap((step) => {
      const [first, ...others] = wrapBeside(step, 4, columns);
      return [`  - ${first}`, ...others];
    }),
    ...renderHints(hints, paint, columns),
  ];
}

const causeRow = ({ cause, output }: RunEnd): Row => (cause === undefined ? ["Output", output] : ["Cause", cause]);

function resultRows(result: JobResult): Row[] {
  const { category, retryable, attempts } = result;
  const lastAttempt = attempts.at(-1);
  return [
    ["Job", result.jobName ?? undefined],
    ["Job ID", result.jobId ?? undefined],
    ["Category", category ?? undefined],
    ["Retryable", category === null ? undefined : retryable ? "Yes" : "No"],
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
