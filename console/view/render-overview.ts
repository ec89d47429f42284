import type { ExecutionModel } from "../model/execution-model";
import { html, type Html } from "./html";
import { durationBetween, renderFacts, renderTime } from "./parts";
import { EXECUTION_STATUS_VIEWS } from "./standing-view";
import { renderBadge } from "./status-badge";

/** Renders the execution details. @param now - end time for the duration of a running execution */
export function renderOverview(model: ExecutionModel, now: Date): Html {
  const { status, startedAt, closedAt, executionArn } = model;
  return renderFacts([
    ["Execution status", renderBadge(EXECUTION_STATUS_VIEWS[status])],
    ["Started", startedAt && renderTime(startedAt)],
    ["Closed", closedAt === undefined ? "–" : renderTime(closedAt)],
    ["Duration", durationBetween(startedAt, closedAt ?? now)],
    ["Execution ARN", html`<code>${executionArn}</code>`, "wide"],
  ]);
}
