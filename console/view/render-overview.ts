import type { ExecutionModel } from "../model/execution-model";
import { html, type Html } from "./html";
import { durationBetween, renderFacts, renderTime } from "./parts";
import { STATUS_VIEWS } from "./standing-view";
import { renderBadge } from "./status-badge";

/** What the AWS console's execution page shows first. @param now - up to when the duration of a running one counts */
export function renderOverview(model: ExecutionModel, now: Date): Html {
  const { status, startedAt, closedAt, executionArn } = model;
  return renderFacts([
    ["Execution Status", renderBadge(STATUS_VIEWS[status])],
    ["Started", startedAt && renderTime(startedAt)],
    ["Closed", closedAt === undefined ? "–" : renderTime(closedAt)],
    ["Duration", durationBetween(startedAt, closedAt ?? now)],
    ["Execution ARN", html`<code>${executionArn}</code>`, "wide"],
  ]);
}
