import { codeBlock, details } from "./markdown";
import type { PlanReport } from "./plan-report";
import { renderNotes, renderPlans } from "./render-plans";
import { renderFingerprints, renderOutputs, renderTable } from "./render-table";

/** The full plan of one stack for the summary of its job, without secrets. */
export function renderPlanSummary(report: PlanReport, limitBytes: number): string {
  const outputs = renderOutputs([report]);
  const head = [`## Plan of ${report.stack}`, renderTable([report]), ...renderNotes([report])].join("\n\n");
  const foot = [
    ...(outputs.length === 0 ? [] : [`Outputs that change:\n${outputs.map((line) => `- ${line}`).join("\n")}`]),
    details("Digest", codeBlock("", renderFingerprints([report]))),
  ].join("\n\n");
  const left = limitBytes - Buffer.byteLength(`${head}\n\n\n\n${foot}\n`);
  const body = renderPlans({ reports: [report], limitBytes: left, fullPlan: undefined });
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}
