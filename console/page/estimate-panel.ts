import { DEFAULT_WAIT_SECONDS } from "../../workflow/input/execution-input";
import type { WaitIntegration } from "../../workflow/integration";
import { STATE } from "../../workflow/definitions/poll-definition";
import { describeEstimate, estimateRun } from "../estimate/describe-estimate";
import { parseStateGraph } from "../model/state-graph";
import { renderFacts } from "../view/parts";
import { element, panel } from "./dom/element";
import { show } from "./dom/show";
import { parseInput } from "./input-fields";

/** Duration of the job with which the estimate begins, in seconds. */
const DEFAULT_RUN_SECONDS = 600;
/** Maximum duration of an execution. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_RUN_SECONDS = 365 * 86_400;
const MAX_WAIT_SECONDS = 86_400;

/**
 * Creates the panel with the figures of `poller estimate` for the input in the form.
 * @param definition - definition of the state machine, which decides how it waits for the job
 * @param findText - returns the input as JSON text
 */
export function createEstimatePanel(definition: string, findText: () => string) {
  const integration = findIntegration(definition);
  const seconds = element("input", {
    id: "run-time",
    type: "text",
    inputmode: "numeric",
    value: DEFAULT_RUN_SECONDS,
    autocomplete: "off",
    "aria-describedby": "run-time-hint",
  });
  const box = element("div", { role: "status" });
  const update = (): void => {
    const runTimeSeconds = Number(seconds.value);
    const given = parseInput(findText())?.["wait_time"];
    const isKnown = typeof given === "number" && Number.isInteger(given) && given >= 1 && given <= MAX_WAIT_SECONDS;
    const byDefault = DEFAULT_WAIT_SECONDS[integration === "events" ? "events" : "poll"];
    const isValid = Number.isInteger(runTimeSeconds) && runTimeSeconds >= 1 && runTimeSeconds <= MAX_RUN_SECONDS;
    seconds.setAttribute("aria-invalid", String(!isValid));
    if (!isValid) {
      box.replaceChildren(`Enter a whole number of seconds from 1 to ${MAX_RUN_SECONDS.toLocaleString("en-US")}.`);
      return;
    }
    const run = { runTimeSeconds, waitTimeSeconds: isKnown ? given : byDefault };
    show(box, renderFacts(describeEstimate(integration, estimateRun(integration, run))));
  };
  seconds.addEventListener("input", update);
  return {
    element: panel(
      "Estimate",
      element(
        "div",
        { class: "field" },
        element("label", { for: "run-time" }, "Expected duration of the job (s)"),
        element("p", { id: "run-time-hint", class: "hint" }, "From its submission to its end."),
        seconds,
      ),
      box,
    ),
    update,
  };
}

/** Finds how a state machine waits for the job. */
function findIntegration(definition: string): WaitIntegration {
  const names = new Set(parseStateGraph(definition).states.map(({ name }) => name));
  if (names.has(STATE.waitForEvent)) return "events";
  return names.has(STATE.wait) ? "poll" : "sync";
}
