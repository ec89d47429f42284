import type { ExecutionModel } from "../../console/model/execution-model";
import type { RunEnd } from "../../console/model/progress/run-progress";
import { codeText, renderEndBlock, renderPath } from "../../console/report/markdown-parts";
import { formatDuration } from "../../console/format/format-duration";
import { formatDateTime } from "../../console/format/format-time";

interface SmokeSummary {
  readonly environment: string;
  readonly expected: string;
  /** Reason why it was stopped; undefined when the execution ended by itself. */
  readonly cutShort: string | undefined;
  readonly model: ExecutionModel;
  /** End of the execution. */
  readonly end: RunEnd;
  /** URL of the state machine in the AWS console. */
  readonly consoleUrl: string;
}

/** Renders a smoke test's summary for GitHub: result, table of state visits, diagram of the path, JobResult. */
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
