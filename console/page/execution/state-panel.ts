import type { ExecutionModel } from "../../model/execution-model";
import { clip } from "../../format/visible-text";
import type { Failure } from "../../model/find-failure";
import type { GraphLayout } from "../../view/layout-graph";
import { renderGraph } from "../../view/render-graph";
import { html } from "../../view/html";
import { durationBetween, renderFacts } from "../../view/parts";
import { renderJson } from "../../view/render-json";
import { STATE_STATUS_VIEWS } from "../../view/standing-view";
import { renderBadge } from "../../view/status-badge";
import { copyButton } from "../dom/copy-button";
import { element, button, graphBox, panel } from "../dom/element";
import { show } from "../dom/show";

/** Creates the panel with the visual workflow. A state opens its last input and output below it. */
export function createStatePanel(model: ExecutionModel, layout: GraphLayout) {
  const box = graphBox();
  const details = element("div");
  const heading = element("h2");
  let selected: string | undefined;
  const close = button("Close", "plain", () => {
    const state = selected;
    select(undefined);
    if (state !== undefined) box.querySelector<SVGElement>(`[data-state="${CSS.escape(state)}"]`)?.focus();
  });
  close.classList.add("small");
  const find = () => (selected === undefined ? undefined : model.findRun(selected));
  const opened = element(
    "section",
    { class: "panel state-details" },
    element(
      "div",
      { class: "actions" },
      heading,
      copyButton("Copy input", () => find()?.input),
      copyButton("Copy output", () => find()?.output),
      close,
    ),
    details,
  );
  const update = (): void => {
    show(box, renderGraph(layout, model, { selected, isInteractive: true }));
    opened.hidden = selected === undefined;
    if (selected === undefined) return;
    heading.textContent = selected;
    show(details, renderDetails(model, selected));
  };
  const select = (state: string | undefined): void => {
    selected = state === selected ? undefined : state;
    update();
    if (selected !== undefined) opened.scrollIntoView({ block: "nearest" });
  };
  const findState = ({ target }: Event): string | undefined =>
    target instanceof Element ? (target.closest("[data-state]")?.getAttribute("data-state") ?? undefined) : undefined;
  box.addEventListener("click", (event) => {
    const state = findState(event);
    if (state !== undefined) select(state);
  });
  box.addEventListener("keydown", (event) => {
    const state = findState(event);
    if (state === undefined || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    select(state);
  });
  const hint = element("p", { class: "quiet hint" }, "Select a state to see its input and output.");
  opened.hidden = true;
  return { element: panel("Visual workflow", hint, box), details: opened, update };
}

/** Maximum length of a shown failure, in characters. */
const MAX_FAILURE_LENGTH = 1_000;

const describeFailure = ({ error, cause }: Failure): string =>
  clip([error, cause].filter((part) => part !== undefined && part !== "").join(": "), MAX_FAILURE_LENGTH);

function renderDetails(model: ExecutionModel, state: string) {
  const run = model.findRun(state);
  if (run === undefined) return html`<p class="quiet">The execution has not visited this state.</p>`;
  const { failure, visits, retries, since } = run;
  return html`${renderFacts([
      ["Status of the last visit", renderBadge(STATE_STATUS_VIEWS[run.status])],
      ["Visits", visits.toLocaleString("en-US")],
      ["Retries", retries === 0 ? undefined : retries.toLocaleString("en-US")],
      ["In progress for", since && durationBetween(since, model.progress.lastEventAt)],
      ["Error", failure && describeFailure(failure), "wide"],
    ])}
    <div class="columns">
      <div>
        <h3>Input</h3>
        ${renderJson(run.input, `Input of ${state}`)}
      </div>
      <div>
        <h3>Output</h3>
        ${renderJson(run.output, `Output of ${state}`)}
      </div>
    </div>`;
}
