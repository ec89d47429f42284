import type { ExecutionModel } from "../../console/model/execution-model";
import type { RunEnd } from "../../console/model/progress/run-progress";
import { codeText, renderEndBlock, renderPath } from "../../console/report/markdown-parts";
import { formatDuration } from "../../console/format/format-duration";
import { formatDateTime } from "../../console/format/format-time";

export interface SmokeSummary {
  readonly environment: string;
  readonly expected: string;
  /** Why it was cut short; undefined when the execution came to its own end. */
  readonly cutShort: string | undefined;
  readonly model: ExecutionModel;
  /** The model's own end. */
  readonly end: RunEnd;
  /** The state machine in the AWS console. */
  readonly consoleUrl: string;
}

/** A smoke test's summary for GitHub: verdict, table of state visits, picture of the path, JobResult. */
export function renderMarkdown({ environment, expected, cutShort, model, end, consoleUrl }: SmokeSummary): string {
  const { name, result, startedAt = end.closedAt } = model;
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
    `Execution \`${codeText(name)}\` ended ${end.status}${error} after ${took}, at ${formatDateTime(end.closedAt)}.${cutShort === undefined ? "" : ` ${cutShort}`}`,
    "",
    links.join(" · "),
    "",
    ...renderPath(model, end.closedAt),
    "",
    ...renderEndBlock(model),
    "",
  ].join("\n");
}
