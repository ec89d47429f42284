import type { JobResult } from "../../workflow/job-result";
import { formatDuration } from "../render/format-duration";
import { formatDateTime } from "../render/format-time";
import type { RunEnd } from "../../console/model/progress/run-progress";
import { renderMermaid } from "./render-mermaid";
import type { ExecutionPath } from "./state-visits";

export interface SmokeSummary {
  readonly executionName: string;
  readonly environment: string;
  readonly expected: string;
  /** Why it was cut short; undefined when the execution came to its own end. */
  readonly cutShort: string | undefined;
  readonly startedAt: Date;
  readonly end: RunEnd;
  readonly result: JobResult | undefined;
  readonly path: ExecutionPath;
  /** The state machine in the AWS console. */
  readonly consoleUrl: string;
}

/** A smoke test's summary for GitHub: verdict, table of state visits, picture of the path, JobResult. */
export function renderMarkdown(summary: SmokeSummary): string {
  const { executionName, environment, expected, cutShort, startedAt, end, result, path, consoleUrl } = summary;
  const asExpected = cutShort === undefined && end.status === expected;
  const took = formatDuration((end.closedAt.getTime() - startedAt.getTime()) / 1000);
  const links = [
    ["State machine", consoleUrl] as const,
    ["Job", result?.consoleUrl] as const,
    ["Log", result?.logUrl] as const,
  ]
    .filter(([, url]) => typeof url === "string")
    .map(([title, url]) => `[${title}](${String(url)})`);
  const error = end.error === undefined ? "" : ` with \`${codeText(end.error)}\``;
  return [
    `## ${asExpected ? "✅" : "❌"} Smoke test of ${environment}: ${end.status}, expected ${expected}`,
    "",
    `Execution \`${codeText(executionName)}\` ended ${end.status}${error} after ${took}, at ${formatDateTime(end.closedAt)}.${cutShort === undefined ? "" : ` ${cutShort}`}`,
    "",
    links.join(" · "),
    "",
    "| State | Visits | Time spent |",
    "| --- | ---: | ---: |",
    ...path.states.map(
      ({ name, visits, totalMs }) => `| ${cellText(name)} | ${visits} | ${formatDuration(totalMs / 1000)} |`,
    ),
    "",
    "```mermaid",
    renderMermaid(path),
    "```",
    "",
    ...(result === undefined ? causeBlock(end) : block("JobResult", "json", JSON.stringify(result, null, 2))),
    "",
  ].join("\n");
}

const causeBlock = ({ cause, output }: RunEnd): string[] => {
  const text = cause ?? output;
  return text === undefined ? [] : block(cause === undefined ? "Output" : "Cause", "", text);
};

/** A fence that is longer than any in the text: a job's own words cannot end it. */
function block(title: string, language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`<details><summary>${title}</summary>`, "", `${fence}${language}`, text, fence, "", "</details>"];
}

const codeText = (text: string): string => text.replaceAll(/[`\r\n]/g, " ");
const cellText = (text: string): string => text.replaceAll(/[|\\`*_<>[\]]/g, "\\$&").replaceAll(/[\r\n]/g, " ");
