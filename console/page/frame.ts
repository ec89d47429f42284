import type { StateMachineReply } from "../api/replies";
import { describePlace } from "./describe-place";
import { element } from "./dom/element";

/** Header and shared elements of all pages. */
export interface Frame {
  readonly main: HTMLElement;
  readonly showProblem: (message: string | undefined) => void;
  readonly announce: (message: string) => void;
  /** Marks the current page in the navigation. */
  readonly markPath: (path: string) => void;
  /** Calls the listener when the user selects UTC or local time. */
  readonly onZoneChange: (listener: (isLocal: boolean) => void) => void;
}

const LINKS = [
  { path: "/executions", label: "Executions" },
  { path: "/new", label: "New execution" },
  { path: "/state-machine", label: "State machine" },
];

/** Adds the frame to the document. */
export function createFrame(stateMachine: StateMachineReply): Frame {
  const main = element("main", { id: "main", tabindex: -1 });
  const problem = element("div", { class: "problem", role: "alert" });
  problem.hidden = true;
  const live = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  const zone = element(
    "select",
    { class: "zone", "aria-label": "Time zone" },
    element("option", { value: "utc" }, "UTC"),
    element("option", { value: "local" }, "Local time"),
  );
  const links = LINKS.map(({ path, label }) => element("a", { href: path }, label));
  document.body.replaceChildren(
    element("a", { class: "skip-link", href: "#main" }, "Skip to content"),
    element(
      "header",
      { class: "bar" },
      element(
        "span",
        { class: "brand" },
        element("img", { src: "/icon.svg", alt: "" }),
        element("span", {}, "Job Status Poller"),
      ),
      element("nav", { "aria-label": "Pages" }, ...links),
      element("span", { class: "settings" }, element("span", { class: "place" }, describePlace(stateMachine)), zone),
    ),
    problem,
    main,
    live,
  );
  return {
    main,
    showProblem: (message) => {
      if (problem.textContent !== (message ?? "")) problem.textContent = message ?? "";
      problem.hidden = message === undefined;
    },
    announce: (message) => {
      live.textContent = message;
    },
    markPath: (path) => {
      for (const link of links)
        if (link.pathname === (path === "/" ? "/executions" : path)) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    },
    onZoneChange: (listener) => {
      zone.addEventListener("change", () => {
        listener(zone.value === "local");
      });
    },
  };
}
