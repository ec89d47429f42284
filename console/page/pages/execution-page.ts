import { executionReplySchema, type ExecutionReply } from "../../api/replies";
import { ExecutionModel } from "../../model/execution-model";
import { executionPath, explain, get, RequestError } from "../api-client";
import { element } from "../dom/element";
import { EndpointClock } from "../endpoint-clock";
import { makeExecutionView } from "../execution/execution-view";
import { watchHistory } from "../execution/watch-history";
import type { Page, PageContext } from "../page-context";
import { repeat } from "../repeat";

/** Between two tries to reach an endpoint that is gone, and between two updates of what only time changes. */
const TICK_MS = 1_000;

/** One execution, live. */
export const executionPage =
  (name: string): Page =>
  (main, context) => {
    const waiting = element("p", { class: "waiting" }, `Asking for ${name} ...`);
    main.append(element("h1", {}, name), waiting);
    let leaveView = (): void => undefined;
    const asking = repeat(async (signal) => {
      try {
        const execution = await get(executionPath(name), executionReplySchema, signal);
        asking.stop();
        context.showProblem(undefined);
        leaveView = follow(main, execution, context);
      } catch (error) {
        if (signal.aborted) return;
        waiting.textContent = explain(error);
        // Step Functions does not know it, and asking again will not change that.
        if (error instanceof RequestError && [400, 404].includes(error.status)) asking.stop();
      }
    }, TICK_MS);
    return {
      title: name,
      leave: () => {
        asking.stop();
        leaveView();
      },
    };
  };

function follow(main: HTMLElement, execution: ExecutionReply, context: PageContext): () => void {
  const { arn: executionArn, definition, name } = execution;
  const model = new ExecutionModel({ executionArn, definition });
  const clock = new EndpointClock(context.stateMachine.speed);
  const view = makeExecutionView(model, execution, context);
  main.replaceChildren(view.element);
  let upToDate = false;
  let frame: number | undefined;
  const update = (): void => {
    // Many events at once are one picture.
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      view.update(clock.now(), upToDate);
      document.title = `${model.status}: ${name} · Job Status Poller`;
    });
  };
  const stopWatching = watchHistory(executionPath(name, "stream"), () => model.lastEventId, {
    onEvents: (events) => {
      model.append(events);
      clock.atLeast(model.progress.lastEventAt?.getTime() ?? 0);
      update();
    },
    onStatus: (status) => {
      clock.set(status.nowMs);
      clock.atLeast(model.progress.lastEventAt?.getTime() ?? 0);
      upToDate = status.upToDate;
      context.showProblem(status.problem ?? undefined);
      update();
    },
    onProblem: context.showProblem,
  });
  const ticking = setInterval(() => {
    if (model.end === undefined) update();
  }, TICK_MS);
  return () => {
    stopWatching();
    clearInterval(ticking);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}
