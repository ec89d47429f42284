import { codeBlock, details } from "./markdown";
import type { PlanReport } from "../report/plan-report";
import { renderNotes, renderPlans } from "./render-plans";
import { renderFingerprints, renderOutputs, renderTable } from "./render-table";

/** Renders the full plan of one stack for the job summary, without secrets. */
export function renderPlanSummary(report: PlanReport, limitBytes: number): string {
  const outputs = renderOutputs([report]);
  const head = [`## Plan of ${report.stack}`, renderTable([report]), ...renderNotes([report])].join("\n\n");
  const foot = [
    ...(outputs.length === 0 ? [] : [`Changed outputs:\n${outputs.map((line) => `- ${line}`).join("\n")}`]),
    details("Digest", codeBlock("", renderFingerprints([report]))),
  ].join("\n\n");
  return renderPlans(head, foot, { reports: [report], limitBytes, fullPlan: undefined });
}
