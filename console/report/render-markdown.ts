import type { ExecutionModel } from "../model/execution-model";
import { explainEnd } from "../model/explain-end";
import { describeHeadline } from "../model/progress/describe-headline";
import { describeSuccess } from "../model/describe-success";
import { formatDateTime } from "../format/format-time";
import { formatDuration } from "../format/format-duration";
import { codeText, plainMarkdown, renderBlock, renderEndBlock, renderPath } from "./markdown-parts";
import type { ReportOptions } from "./report-options";

/** Renders the report as GitHub Markdown, for an issue or a job summary. */
export function renderMarkdownReport(model: ExecutionModel, options: ReportOptions): string {
  const { now, logLines } = options;
  const { name, status } = model;
  return [
    `## ${ICONS[status]} Execution ${plainMarkdown(name)}: ${status}`,
    "",
    `**${plainMarkdown(describeWhat(model, now))}**`,
    "",
    ...listFacts(model, options).map(([title, text]) => `- ${title}: ${text}`),
    "",
    ...renderNext(model),
    ...(logLines.length === 0 ? [] : [...renderBlock("Last log lines", "", logLines.join("\n")), ""]),
    ...renderPath(model, now),
    "",
    ...renderBlock("Input", "json", model.input ?? ""),
    "",
    ...renderEndBlock(model),
    "",
  ].join("\n");
}

const ICONS = { RUNNING: "🔵", SUCCEEDED: "✅", FAILED: "❌", ABORTED: "⏹️", TIMED_OUT: "❌" } as const;

function describeWhat(model: ExecutionModel, now: Date): string {
  const { end, progress, result } = model;
  if (end === undefined) return describeHeadline(progress, now);
  return explainEnd(model)?.what ?? describeSuccess(result);
}

/** Returns the known facts as pairs of name and Markdown. */
function listFacts(model: ExecutionModel, { now, showLinks }: ReportOptions): (readonly [string, string])[] {
  const { end, result, startedAt, closedAt, executionArn } = model;
  const reason = explainEnd(model)?.reason;
  const logStream = result?.attempts.at(-1)?.logStreamName ?? undefined;
  const log = result?.logGroup && logStream && `\`${codeText(result.logGroup)}\` / \`${codeText(logStream)}\``;
  const link =
    showLinks && result?.logUrl?.startsWith("https://") === true ? ` ([open](${encodeURI(result.logUrl)}))` : "";
  const duration = startedAt && formatDuration(((closedAt ?? now).getTime() - startedAt.getTime()) / 1000);
  const facts: readonly (readonly [string, string | undefined | null])[] = [
    ["Error", end?.error === undefined ? undefined : `\`${codeText(end.error)}\``],
    ["Exit code", result?.exitCode === null ? undefined : result?.exitCode.toString()],
    ["Reason", reason && plainMarkdown(reason)],
    ["Log", log && `${log}${link}`],
    ["Job", result?.jobId && `${plainMarkdown(result.jobName ?? "")} \`${codeText(result.jobId)}\``],
    ["Started", startedAt && formatDateTime(startedAt)],
    ["Closed", closedAt && formatDateTime(closedAt)],
    ["Duration", duration],
    ["Execution ARN", `\`${codeText(executionArn)}\``],
  ];
  return facts.flatMap(([title, text]) => (typeof text === "string" && text !== "" ? [[title, text] as const] : []));
}

function renderNext(model: ExecutionModel): string[] {
  const next = explainEnd(model)?.next;
  return next === undefined ? [] : ["Next steps:", "", ...next.map((line) => `- ${plainMarkdown(line)}`), ""];
}
