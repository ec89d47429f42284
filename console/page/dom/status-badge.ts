import { renderBadge } from "../../view/status-badge";
import { EXECUTION_STATUS_VIEWS } from "../../view/standing-view";
import { element } from "./element";
import { show } from "./show";

/** Creates a badge with icon and text; text only for an unknown status. */
export function statusBadge(status: string): HTMLElement {
  const badge = element("span");
  const view = Object.entries(EXECUTION_STATUS_VIEWS).find(([name]) => name === status)?.[1];
  if (view === undefined) badge.append(status);
  else show(badge, renderBadge(view));
  return badge;
}
