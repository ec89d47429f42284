import { renderBadge } from "../../view/status-badge";
import { STATUS_VIEWS } from "../../view/standing-view";
import { element } from "./element";
import { show } from "./show";

/** Status of an execution as icon and text; one that is not known as text. */
export function statusBadge(status: string): HTMLElement {
  const badge = element("span");
  const view = Object.entries(STATUS_VIEWS).find(([name]) => name === status)?.[1];
  if (view === undefined) badge.append(status);
  else show(badge, renderBadge(view));
  return badge;
}
