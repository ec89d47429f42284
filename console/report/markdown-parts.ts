import { formatDuration } from "../format/format-duration";
import type { ExecutionModel } from "../model/execution-model";
import type { RunEnd } from "../model/progress/run-progress";
import { spentMs } from "../model/state-runs";
import { renderMermaid } from "./render-mermaid";

/** Replaces characters that would end a code span. */
export const codeText = (text: string): string => text.replaceAll(/[`\r\n]/g, " ");

/** Escapes Markdown syntax, including table cell separators. */
export const plainMarkdown = (text: string): string =>
  text.replaceAll(/[|\\`*_<>[\]~#&]/g, "\\$&").replaceAll(/[\r\n]+/g, " ");

/**
 * Lines of a table with the visits and durations of each state, and a Mermaid diagram of the path.
 * @param now - end time for a visit in progress
 */
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

/** Lines of a collapsed block with the JobResult, or else with the execution's Cause or output. */
export function renderEndBlock({
  end,
  result,
}: { end: RunEnd | undefined } & Pick<ExecutionModel, "result">): string[] {
  if (result !== undefined) return renderBlock("JobResult", "json", JSON.stringify(result, null, 2));
  const text = end?.cause ?? end?.output;
  return text === undefined ? [] : renderBlock(end?.cause === undefined ? "Output" : "Cause", "", text);
}

/**
 * Lines of a collapsed block with a text. The fence is longer than any fence in the text, so the text cannot end it.
 */
export function renderBlock(title: string, language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`<details><summary>${title}</summary>`, "", `${fence}${language}`, text, fence, "", "</details>"];
}
