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
import { createAnnouncer } from "./announcer";
import { createHistoryPanel } from "./history-panel";
import { createLogPanel } from "./log-panel";
import { createStopDialog } from "./stop-dialog";

/** Creates the content of an execution's page. `update` displays the current model. */
export function createExecutionView(model: ExecutionModel, execution: ExecutionReply, context: PageContext) {
  const history = createHistoryPanel(model);
  const log = context.stateMachine.showsLog ? createLogPanel() : undefined;
  const title = createTitle(model, execution, context);
  const loading = element("p", { class: "waiting", role: "status" });
  const announce = createAnnouncer(context.announce);
  const showLinks = !context.stateMachine.isLocal && context.stateMachine.endpoint === null;
  const verdict = element("div");
  const heading = element("h2", { class: "visually-hidden" }, "Result");
  const { sections, arranged } = createSections(model, execution);
  return {
    log,
    element: element("div", {}, title.element, loading, heading, verdict, ...arranged(log?.element), history.element),
    update: (nowMs: number, upToDate: boolean): void => {
      const now = new Date(nowMs);
      loading.hidden = upToDate;
      loading.textContent = `Loading the event history: ${model.events.length.toLocaleString("en-US")} events so far...`;
      show(verdict, renderVerdict(model, { now, showLinks }));
      for (const { update } of sections) update(now);
      title.update();
      history.update();
      log?.update(model);
      if (upToDate) announce(model);
    },
  };
}

/** Creates the panels that are rendered from markup, and their arrangement. */
function createSections(model: ExecutionModel, execution: ExecutionReply) {
  const layout = layoutGraph(model.graph);
  const details = section("Execution details", (now) => renderOverview(model, now));
  const picture = section("Visual workflow", () => renderGraph(layout, model), graphBox());
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
    arranged: (log: HTMLElement | undefined): readonly HTMLElement[] => [
      details.element,
      columns(column(picture, states), column(job, timeline)),
      attempts.element,
      ...(log === undefined ? [] : [log]),
      columns(input.element, output.element),
    ],
  };
}

interface Section {
  readonly element: HTMLElement;
  readonly update: (now: Date) => void;
}

/** Renders the output or, for a failed execution, the Cause, which also contains the JobResult. */
function renderOutput({ end }: ExecutionModel): Html {
  if (end === undefined) return html`<p class="quiet">No output yet. The execution is running.</p>`;
  if (end.output !== undefined) return renderJson(end.output, "Output");
  return html`<p class="quiet">No output. The execution ended with this Cause:</p>
    ${renderJson(end.cause, "Cause")}`;
}

/** Creates a panel for markup. The panel is hidden while there is no markup. */
function section(title: string, render: (now: Date) => Html | undefined, box: HTMLElement = element("div")): Section {
  const created = panel(title, box);
  return {
    element: created,
    update: (now) => {
      const markup = render(now);
      created.hidden = markup === undefined;
      if (markup !== undefined) show(box, markup);
    },
  };
}

function createTitle(model: ExecutionModel, { name, consoleUrl }: ExecutionReply, context: PageContext) {
  const dialog = createStopDialog(name, context);
  const stop = button("Stop execution", "danger", () => {
    dialog.open();
  });
  const links = [
    ...(consoleUrl === null ? [] : [element("a", { href: consoleUrl, class: "button plain" }, "View in AWS console")]),
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
      // Moves the focus before the button is hidden; otherwise it would move to the top of the page.
      if (hasEnded && document.activeElement === stop) links.at(-1)?.focus();
      stop.hidden = hasEnded;
    },
  };
}
