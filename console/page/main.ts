import { stateMachineReplySchema } from "../api/replies";
import { showLocalTime } from "../format/format-time";
import { explain, get } from "./api-client";
import { element } from "./dom/element";
import "../view/view.css";
import "./page.css";
import { createFrame, type Frame } from "./frame";
import type { Page, PageContext } from "./page-context";
import { executionPage } from "./pages/execution-page";
import { listPage } from "./pages/list-page";
import { newExecutionPage } from "./pages/new-execution-page";
import { notFoundPage } from "./pages/not-found-page";
import { stateMachinePage } from "./pages/state-machine-page";
import { findRoute, type Route } from "./routes";

/** Interval between attempts to load the state machine, in milliseconds. */
const RETRY_MS = 2_000;

function findPage(route: Route): Page {
  switch (route.page) {
    case "stateMachine":
      return stateMachinePage;
    case "new":
      return newExecutionPage(route.like);
    case "list":
      return listPage;
    case "execution":
      return executionPage(route.name);
    case "notFound":
      return notFoundPage;
  }
}

/** Removes the token from the address bar and the browser history. The cookie already contains it. */
function hideToken(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has("token")) return;
  address.searchParams.delete("token");
  history.replaceState(null, "", address);
}

function startRouting(frame: Frame, createContext: (go: (path: string) => void) => PageContext): void {
  let dispose = (): void => undefined;
  const context = createContext((path) => {
    history.replaceState({ scrollY }, "");
    history.pushState(null, "", path);
    open(true);
  });
  const open = (moveFocus: boolean): void => {
    dispose();
    frame.main.replaceChildren();
    frame.showProblem(undefined);
    const page = findPage(findRoute(location.pathname, location.search))(frame.main, context);
    dispose = page.dispose;
    document.title = `${page.title} · Job Status Poller`;
    frame.markPath(location.pathname);
    if (!moveFocus) return;
    scrollTo(0, 0);
    frame.main.focus({ preventScroll: true });
  };
  frame.onZoneChange((isLocal) => {
    showLocalTime(isLocal);
    open(false);
  });
  addEventListener("popstate", () => {
    open(true);
  });
  document.addEventListener("click", (event) => {
    const path = findInnerLink(event);
    if (path === undefined) return;
    event.preventDefault();
    context.go(path);
  });
  open(false);
}

/**
 * Returns the path of a clicked link within the page. The browser handles all other clicks, such as for a new tab.
 */
function findInnerLink(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link?.origin !== location.origin || link.hasAttribute("download")) return undefined;
  if (link.hash !== "" || link.pathname.startsWith("/api/")) return undefined;
  return link.pathname + link.search;
}

async function start(): Promise<void> {
  hideToken();
  const waiting = element("p", { class: "waiting", role: "status" }, "Loading the state machine...");
  document.body.append(element("main", {}, waiting));
  for (;;) {
    try {
      const stateMachine = await get("/api/state-machine", stateMachineReplySchema);
      const frame = createFrame(stateMachine);
      startRouting(frame, (go) => ({ stateMachine, go, showProblem: frame.showProblem, announce: frame.announce }));
      return;
    } catch (error) {
      waiting.textContent = explain(error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

void start();
