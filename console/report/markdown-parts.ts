import { formatDuration } from "../format/format-duration";
import type { ExecutionModel } from "../model/execution-model";
import type { RunEnd } from "../model/progress/run-progress";
import { spentMs } from "../model/state-runs";
import { renderMermaid } from "./render-mermaid";

/** Text for between backticks. */
export const codeText = (text: string): string => text.replaceAll(/[`\r\n]/g, " ");

/** Text that is nothing but text, also in a table's cell. */
export const plainMarkdown = (text: string): string =>
  text.replaceAll(/[|\\`*_<>[\]~#&]/g, "\\$&").replaceAll(/[\r\n]+/g, " ");

/** Visits and time of each state, and the path as a picture; lines. @param now - up to when an open visit counts */
export const renderPath = (model: Pick<ExecutionModel, "runs" | "steps" | "closedAt">, now: Date): string[] => [
  "| State | Visits | Time spent |",
  "| --- | ---: | ---: |",
  ...model.runs.map((run) => {
    const spent = formatDuration(spentMs(run, model.closedAt ?? now) / 1000);
    return `| ${plainMarkdown(run.name)} | ${run.visits} | ${spent} |`;
  }),
  "",
  "```mermaid",
  renderMermaid(model),
  "```",
];

/** The JobResult, or what the execution ended with instead; folded up, lines. */
export function renderEndBlock({
  end,
  result,
}: { end: RunEnd | undefined } & Pick<ExecutionModel, "result">): string[] {
  if (result !== undefined) return renderBlock("JobResult", "json", JSON.stringify(result, null, 2));
  const text = end?.cause ?? end?.output;
  return text === undefined ? [] : renderBlock(end?.cause === undefined ? "Output" : "Cause", "", text);
}

/** A text as it is, folded up. Its fence is longer than any in the text: a job's own words cannot end it. */
export function renderBlock(title: string, language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`<details><summary>${title}</summary>`, "", `${fence}${language}`, text, fence, "", "</details>"];
}
