import type { ExecutionReply } from "../../api/replies";
import type { ExecutionModel } from "../../model/execution-model";
import { layoutGraph } from "../../view/layout-graph";
import { renderGraph } from "../../view/render-graph";
import { renderAttempts, renderPhases, renderTimeline } from "../../view/render-job";
import { renderJson } from "../../view/render-json";
import { renderOverview } from "../../view/render-overview";
import { renderVerdict } from "../../view/render-verdict";
import { renderStates } from "../../view/render-history";
import type { Html } from "../../view/html";
import { executionPath } from "../api-client";
import { button, element, panel } from "../dom/element";
import { show } from "../dom/show";
import type { PageContext } from "../page-context";
import { makeAnnouncer } from "./announcer";
import { makeHistoryPanel } from "./history-panel";
import { makeLogPanel } from "./log-panel";
import { makeStopDialog } from "./stop-dialog";

/** Everything on an execution's page; `update` shows what the model has become. */
export function makeExecutionView(model: ExecutionModel, execution: ExecutionReply, context: PageContext) {
  const layout = layoutGraph(model.graph);
  const history = makeHistoryPanel(model);
  const log = makeLogPanel();
  const title = makeTitle(model, execution, context);
  const loading = element("p", { class: "waiting", role: "status" });
  const announce = makeAnnouncer(context.announce);
  const showLinks = !context.stateMachine.isLocal;
  const sections: readonly Section[] = [
    section("Execution details", "wide", (now) => renderOverview(model, now)),
    section("Progress and result", "wide", (now) => renderVerdict(model, { now, showLinks })),
    section("Visual Workflow", "graph-box", () => renderGraph(layout, model)),
    section("Job", "", (now) => renderPhases(model.phases, now)),
    section("Timeline", "", () => renderTimeline(model.timeline, model.startedAt)),
    section("Visited states", "", (now) => renderStates(model, now)),
    section("Attempts", "", () => (model.result === undefined ? undefined : renderAttempts(model.result))),
    section("Input", "half", () => renderJson(model.input ?? execution.input, "Input")),
    section("Output", "half", () => renderJson(model.end?.output ?? model.end?.cause, "Output")),
  ];
  const [details, verdict, picture, job, timeline, states, attempts, input, output] = sections.map(
    ({ element: each }) => each,
  );
  const made = element("div", { class: "execution" }, title.element, loading);
  const add = (parent: HTMLElement, ...children: (HTMLElement | undefined)[]): HTMLElement => {
    parent.append(...children.filter((child) => child !== undefined));
    return parent;
  };
  add(
    made,
    details,
    verdict,
    add(
      element("div", { class: "side-by-side" }),
      picture,
      add(element("div", { class: "stack" }), job, timeline, states, attempts),
    ),
    add(element("div", { class: "side-by-side" }), input, output),
    log.element,
    history.element,
  );
  return {
    element: made,
    update: (nowMs: number, upToDate: boolean): void => {
      loading.hidden = upToDate;
      loading.textContent = `Reading the history: ${model.events.length.toLocaleString("en-US")} events so far ...`;
      for (const { update } of sections) update(new Date(nowMs));
      title.update();
      history.update();
      log.update(model);
      if (upToDate) announce(model);
    },
  };
}

interface Section {
  readonly element: HTMLElement;
  update(now: Date): void;
}

/** A panel that shows markup; it is not there while there is none. */
function section(title: string, boxClass: string, render: (now: Date) => Html | undefined): Section {
  const box = element("div", { class: boxClass });
  const made = panel(title, box);
  return {
    element: made,
    update: (now) => {
      const markup = render(now);
      made.hidden = markup === undefined;
      if (markup !== undefined) show(box, markup);
    },
  };
}

function makeTitle(model: ExecutionModel, { name, consoleUrl }: ExecutionReply, context: PageContext) {
  const dialog = makeStopDialog(name, context);
  const stop = button("Stop execution", "danger", dialog.open);
  const links = [
    ...(consoleUrl === null ? [] : [element("a", { href: consoleUrl, class: "button plain" }, "AWS console")]),
    element(
      "a",
      { href: executionPath(name, "report"), download: `${name}.html`, class: "button plain" },
      "Download report",
    ),
    element(
      "a",
      { href: `/new?like=${encodeURIComponent(name)}`, class: "button plain" },
      "New execution with this input",
    ),
  ];
  return {
    element: element("div", { class: "title-row" }, element("h1", {}, name), stop, ...links, dialog.element),
    update: (): void => {
      const hasEnded = model.end !== undefined;
      // Who stands on a button that goes away would be thrown to the top of the page.
      if (hasEnded && document.activeElement === stop) links.at(-1)?.focus();
      stop.hidden = hasEnded;
    },
  };
}
