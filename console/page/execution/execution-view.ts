import type { ExecutionReply } from "../../api/replies";
import type { ExecutionModel } from "../../model/execution-model";
import { layoutGraph } from "../../view/layout-graph";
import { renderGraph } from "../../view/render-graph";
import { renderAttempts, renderPhases, renderTimeline } from "../../view/render-job";
import { renderJson } from "../../view/render-json";
import { renderOverview } from "../../view/render-overview";
import { renderVerdict } from "../../view/render-verdict";
import { renderStates } from "../../view/render-history";
import { html, type Html } from "../../view/html";
import { executionPath } from "../api-client";
import { button, element, graphBox, panel } from "../dom/element";
import { show } from "../dom/show";
import type { PageContext } from "../page-context";
import { makeAnnouncer } from "./announcer";
import { makeHistoryPanel } from "./history-panel";
import { makeLogPanel } from "./log-panel";
import { makeStopDialog } from "./stop-dialog";

/** Everything on an execution's page; `update` shows what the model has become. */
export function makeExecutionView(model: ExecutionModel, execution: ExecutionReply, context: PageContext) {
  const history = makeHistoryPanel(model);
  const log = makeLogPanel();
  const title = makeTitle(model, execution, context);
  const loading = element("p", { class: "waiting", role: "status" });
  const announce = makeAnnouncer(context.announce);
  const showLinks = !context.stateMachine.isLocal && context.stateMachine.endpoint === null;
  const verdict = element("div");
  const heading = element("h2", { class: "visually-hidden" }, "Result");
  const { sections, arranged } = makeSections(model, execution);
  return {
    element: element("div", {}, title.element, loading, heading, verdict, ...arranged(log.element), history.element),
    update: (nowMs: number, upToDate: boolean): void => {
      const now = new Date(nowMs);
      loading.hidden = upToDate;
      loading.textContent = `Reading the history: ${model.events.length.toLocaleString("en-US")} events so far ...`;
      show(verdict, renderVerdict(model, { now, showLinks }));
      for (const { update } of sections) update(now);
      title.update();
      history.update();
      log.update(model);
      if (upToDate) announce(model);
    },
  };
}

/** The panels that are pure markup, and where they stand. */
function makeSections(model: ExecutionModel, execution: ExecutionReply) {
  const layout = layoutGraph(model.graph);
  const details = section("Execution details", (now) => renderOverview(model, now));
  const picture = section("Visual Workflow", () => renderGraph(layout, model), graphBox());
  const states = section("Visited states", (now) => renderStates(model, now));
  const job = section("Job", (now) => renderPhases(model.phases, now));
  const timeline = section("Timeline", () => renderTimeline(model.timeline, model.startedAt));
  const attempts = section("Attempts", () => (model.result === undefined ? undefined : renderAttempts(model.result)));
  const input = section("Input", () => renderJson(model.input ?? execution.input, "Input"));
  const output = section("Output", () => renderOutput(model));
  const column = (...parts: readonly Section[]): HTMLElement =>
    element("div", {}, ...parts.map((part) => part.element));
  const columns = (...parts: readonly HTMLElement[]): HTMLElement => element("div", { class: "columns" }, ...parts);
  return {
    sections: [details, picture, states, job, timeline, attempts, input, output],
    arranged: (log: HTMLElement): readonly HTMLElement[] => [
      details.element,
      columns(column(picture, states), column(job, timeline)),
      attempts.element,
      log,
      columns(input.element, output.element),
    ],
  };
}

interface Section {
  readonly element: HTMLElement;
  readonly update: (now: Date) => void;
}

/** What it ended with; of one that failed, the Cause, which holds the JobResult just so. */
function renderOutput({ end }: ExecutionModel): Html {
  if (end === undefined) return html`<p class="quiet">None yet: the execution runs.</p>`;
  if (end.output !== undefined) return renderJson(end.output, "Output");
  return html`<p class="quiet">None. The Cause of its end is:</p>
    ${renderJson(end.cause, "Cause")}`;
}

/** A panel that shows markup; it is not there while there is none. */
function section(title: string, render: (now: Date) => Html | undefined, box: HTMLElement = element("div")): Section {
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
  const stop = button("Stop execution", "danger", () => {
    dialog.open();
  });
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
