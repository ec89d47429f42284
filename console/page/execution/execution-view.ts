import type { ExecutionReply } from "../../api/replies";
import type { ExecutionModel } from "../../model/execution-model";
import { layoutGraph } from "../../view/layout-graph";
import { renderAttempts } from "../../view/render-attempts";
import { renderJson } from "../../view/render-json";
import { renderOverview } from "../../view/render-overview";
import { renderTimes } from "../../view/render-times";
import { renderVerdict } from "../../view/render-verdict";
import { renderStates } from "../../view/render-history";
import { EXECUTION_STATUS_VIEWS } from "../../view/standing-view";
import { renderBadge } from "../../view/status-badge";
import { html, type Html } from "../../view/html";
import { executionPath } from "../api-client";
import { copyButton } from "../dom/copy-button";
import { button, element, panel } from "../dom/element";
import { show } from "../dom/show";
import { findCure } from "../find-cure";
import { parseInput } from "../input-fields";
import type { PageContext } from "../page-context";
import { createAnnouncer } from "./announcer";
import { createChildrenPanel } from "./children-panel";
import { createComparisonPanel } from "./comparison-panel";
import { createHistoryPanel } from "./history-panel";
import { createLogPanel } from "./log-panel";
import { createStatePanel } from "./state-panel";
import { createStopDialog } from "./stop-dialog";

/** State of the data that the page has received. */
export interface Freshness {
  /** Whether all events that the server has read have been received. */
  readonly upToDate: boolean;
  /** Age of the data, such as `Updated 3 s ago`. */
  readonly age: string;
}

/** Creates the content of an execution's page. `update` displays the current model. */
export function createExecutionView(model: ExecutionModel, execution: ExecutionReply, context: PageContext) {
  const history = createHistoryPanel(model);
  const log = context.stateMachine.showsLog ? createLogPanel(execution.name) : undefined;
  const title = createTitle(model, execution, context);
  const loading = element("p", { class: "waiting", role: "status" });
  const announce = createAnnouncer(context.announce);
  const showLinks = !context.stateMachine.isLocal && context.stateMachine.endpoint === null;
  const verdict = element("div");
  const heading = element("h2", { class: "visually-hidden" }, "Result");
  const { sections, arranged } = createSections(model, execution);
  const { listRefreshMs, showsLog } = context.stateMachine;
  const children = createChildrenPanel(execution.name, execution.input, showsLog, listRefreshMs);
  const comparison = createComparisonPanel(execution.name);
  const content = [children.element, ...arranged(log?.element)];
  const body = element("div", {}, heading, verdict, ...content, comparison.element, history.element);
  // Hidden until the history is complete, so that panels do not move while they are filled.
  body.hidden = true;
  return {
    log,
    dispose: (): void => {
      children.dispose();
      comparison.dispose();
    },
    element: element("div", { class: "execution" }, title.element, loading, body),
    update: (nowMs: number, { upToDate, age }: Freshness): void => {
      const now = new Date(nowMs);
      loading.hidden = upToDate;
      body.hidden &&= !upToDate;
      loading.textContent = `Loading the event history: ${model.events.length.toLocaleString("en-US")} events so far...`;
      show(verdict, renderVerdict(model, { now, showLinks, namesLog: log === undefined }));
      for (const { update } of sections) update(now);
      title.update(age);
      history.update();
      log?.update(model);
      children.update(model);
      comparison.update(model, now);
      if (upToDate) announce(model);
    },
  };
}

/** Creates the panels that are rendered from markup, and their arrangement. */
function createSections(model: ExecutionModel, execution: ExecutionReply) {
  const copyRow = createCopyRow(model);
  const details = section("Execution details", (now) => renderOverview(model, now), copyRow);
  const picture = createStatePanel(model, layoutGraph(model.graph));
  const states = section("Visited states", (now) => renderStates(model, now));
  const times = section("Timeline", (now) => renderTimes(model, now));
  const attempts = section("Attempts", () => renderAttemptsOf(model));
  const findInput = (): string => model.input ?? execution.input;
  const input = section("Input", () => renderJson(findInput(), "Input"), [createCopy("Copy JSON", findInput)]);
  const output = section("Output", () => renderOutput(model), [
    createCopy("Copy JSON", () => model.end?.output ?? model.end?.cause),
  ]);
  const column = (...parts: readonly Section[]): HTMLElement =>
    element("div", {}, ...parts.map((part) => part.element));
  const columns = (name: string, ...parts: readonly HTMLElement[]): HTMLElement =>
    element("div", { class: `columns ${name}` }, ...parts);
  return {
    sections: [details, picture, states, times, attempts, input, output],
    arranged: (log: HTMLElement | undefined): readonly HTMLElement[] => [
      ...(log === undefined ? [times.element] : [columns("log-columns", log, times.element)]),
      attempts.element,
      columns("workflow-columns", column(picture), column(states, details)),
      picture.details,
      columns("", input.element, output.element),
    ],
  };
}

/** Creates buttons that copy the names for which other tools ask. */
function createCopyRow(model: ExecutionModel): readonly CopyControl[] {
  return [
    createCopy("Copy ARN", () => model.executionArn),
    createCopy("Copy job ID", () => model.progress.jobId),
    createCopy("Copy log stream", () => model.job?.attempts.at(-1)?.logStreamName ?? undefined),
  ];
}

/** Button that copies a text, with the text. */
interface CopyControl {
  readonly button: HTMLElement;
  readonly findText: () => string | undefined;
}

const createCopy = (label: string, findText: () => string | undefined): CopyControl => ({
  button: copyButton(label, findText),
  findText,
});

/** Renders the attempts. The only attempt of a job with a result is described by the result and the timeline. */
function renderAttemptsOf({ job, result }: ExecutionModel): Html | undefined {
  if (job === undefined || (result !== undefined && job.attempts.length === 1)) return undefined;
  return renderAttempts(job);
}

interface Section {
  readonly element: HTMLElement;
  readonly update: (now: Date) => void;
}

/** Renders the output or, for a failed execution, the Cause, which also contains the JobResult. */
function renderOutput({ end }: ExecutionModel): Html {
  if (end === undefined) return html`<p class="quiet">No output yet. The execution is running.</p>`;
  if (end.output !== undefined) return renderJson(end.output, "Output");
  if (end.cause === undefined || end.cause === "") return html`<p class="quiet">No output, and no Cause.</p>`;
  return html`<p class="quiet">No output. The execution ended with this Cause:</p>
    ${renderJson(end.cause, "Cause")}`;
}

/** Creates a panel for markup. Hidden while there is no markup; a copy button is hidden while there is no text. */
function section(
  title: string,
  render: (now: Date) => Html | undefined,
  actions: readonly CopyControl[] = [],
): Section {
  const box = element("div");
  const buttons = actions.map((action) => action.button);
  const row = actions.length === 0 ? [] : [element("div", { class: "actions panel-actions" }, ...buttons)];
  const created = panel(title, ...row, box);
  return {
    element: created,
    update: (now) => {
      const markup = render(now);
      created.hidden = markup === undefined;
      if (markup !== undefined) show(box, markup);
      for (const action of actions) action.button.hidden = (action.findText() ?? "") === "";
    },
  };
}

/** Label of the link to a new execution with the same input, which opens a form. */
const RUN_AGAIN = "Run again...";

function createTitle(model: ExecutionModel, { name, consoleUrl }: ExecutionReply, context: PageContext) {
  const dialog = createStopDialog(name, () => model.progress, context);
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
    element("a", { href: `/new?like=${encodeURIComponent(name)}`, class: "button plain" }, RUN_AGAIN),
  ];
  const again = links.at(-1);
  const describeAgain = (): string => {
    const input = parseInput(model.input ?? "");
    const cure = input === undefined ? undefined : findCure(model.end?.error ?? null, input);
    return cure === undefined ? RUN_AGAIN : "Fix and retry...";
  };
  const badge = element("span", { class: "title-status" });
  const shownAge = element("span", { class: "quiet age" });
  const titles = element("div", { class: "titles" }, element("h1", {}, name), badge, shownAge);
  return {
    element: element("div", { class: "title-row" }, titles, stop, ...links, dialog.element),
    update: (age: string): void => {
      const hasEnded = model.end !== undefined;
      show(badge, renderBadge(EXECUTION_STATUS_VIEWS[model.status]));
      if (shownAge.textContent !== age) shownAge.textContent = age;
      dialog.update();
      if (again !== undefined && again.textContent !== describeAgain()) again.textContent = describeAgain();
      // Moves the focus before the button is hidden; otherwise it would move to the top of the page.
      if (hasEnded && document.activeElement === stop) again?.focus();
      stop.hidden = hasEnded;
    },
  };
}
