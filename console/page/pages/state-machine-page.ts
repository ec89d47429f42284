import { parseStateGraph } from "../../model/state-graph";
import { layoutGraph } from "../../view/layout-graph";
import { renderGraph } from "../../view/render-graph";
import { renderJson } from "../../view/render-json";
import { element, graphBox, panel } from "../dom/element";
import { show } from "../dom/show";
import type { Page } from "../page-context";

/** Definition of the state machine, as code and as a diagram. */
export const stateMachinePage: Page = (main, { stateMachine }) => {
  const { name, arn, definition, consoleUrl } = stateMachine;
  const graph = parseStateGraph(definition);
  const code = element("div");
  show(code, renderJson(definition, "Code"));
  const picture = graphBox();
  show(picture, renderGraph(layoutGraph(graph)));
  const consoleLink =
    consoleUrl === null ? [] : [element("a", { href: consoleUrl, class: "button plain" }, "View in AWS console")];
  main.append(
    element(
      "div",
      { class: "title-row" },
      element("h1", {}, name),
      ...consoleLink,
      element("a", { href: "/executions", class: "button plain" }, "Executions"),
      element("a", { href: "/new", class: "button primary" }, "New execution"),
    ),
    element("p", { class: "lead" }, graph.comment ?? ""),
    element("p", { class: "arn" }, arn),
    element("div", { class: "columns definition" }, panel("Code", code), panel("Visual workflow", picture)),
  );
  return { title: name, dispose: () => undefined };
};
