import { executionReplySchema, jobReplySchema, type ExecutionReply } from "../../api/replies";
import { isTerminal } from "../../../workflow/result/job";
import { ExecutionModel } from "../../model/execution-model";
import { executionPath, explain, get, RequestError } from "../api-client";
import { describeAge } from "../describe-age";
import { element } from "../dom/element";
import { EndpointClock } from "../endpoint-clock";
import { createExecutionView } from "../execution/execution-view";
import { watchExecution } from "../execution/watch-execution";
import type { Page, PageContext } from "../page-context";
import { repeat, type Repetition } from "../repeat";

/** Interval between attempts to load the execution, and between updates of durations, in milliseconds. */
const TICK_MS = 1_000;

/** Page of one execution, with live updates. */
export const executionPage =
  (name: string): Page =>
  (main, context) => {
    const waiting = element("p", { class: "waiting" }, `Loading execution ${name}...`);
    main.append(element("h1", {}, name), waiting);
    let disposeView = (): void => undefined;
    const asking = repeat(async (signal) => {
      try {
        const execution = await get(executionPath(name), executionReplySchema, signal);
        asking.stop();
        context.showProblem(undefined);
        disposeView = follow(main, execution, context);
      } catch (error) {
        if (signal.aborted) return;
        waiting.textContent = explain(error);
        // The execution does not exist, so a retry cannot succeed.
        if (!(error instanceof RequestError) || ![400, 404].includes(error.status)) return;
        asking.stop();
        main.append(element("p", {}, element("a", { href: "/executions" }, "View all executions")));
      }
    }, TICK_MS);
    return {
      title: name,
      dispose: () => {
        asking.stop();
        disposeView();
      },
    };
  };

function follow(main: HTMLElement, execution: ExecutionReply, context: PageContext): () => void {
  const { arn: executionArn, definition, name } = execution;
  const model = new ExecutionModel({ executionArn, definition });
  const clock = new EndpointClock(context.stateMachine.speed);
  const view = createExecutionView(model, execution, context);
  main.replaceChildren(view.element);
  let upToDate = false;
  /** Time of the last successful read by the server, on the monotonic clock of this page. */
  let readAt: number | undefined;
  let frame: number | undefined;
  const update = (): void => {
    // Combines updates for several events into one frame.
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      const age = model.end === undefined ? describeAge(readAt && performance.now() - readAt) : "";
      view.update(clock.now(), { upToDate, age });
      document.title = `${model.status}: ${name} · Job Status Poller`;
    });
  };
  /** Follows the job of an execution that ended without a result. */
  let job: Repetition | undefined;
  const findPosition = (): string => `${model.lastEventId}/${view.log?.lastNumber() ?? 0}`;
  const stopWatching = watchExecution(executionPath(name, "stream"), findPosition, {
    onLog: (message) => {
      view.log?.add(message);
      update();
    },
    onEvents: (events) => {
      model.append(events);
      if (model.end !== undefined && model.result === undefined) job ??= followJob(model, name, context, update);
      clock.atLeast(model.progress.lastEventAt?.getTime() ?? 0);
      update();
    },
    onStatus: (status) => {
      clock.set(status.nowMs);
      clock.atLeast(model.progress.lastEventAt?.getTime() ?? 0);
      upToDate = status.upToDate;
      readAt = status.readAgoMs === null ? undefined : performance.now() - status.readAgoMs;
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
    view.dispose();
    job?.stop();
    clearInterval(ticking);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}

/** Reads the job of an ended execution until it has ended too. */
function followJob(model: ExecutionModel, name: string, context: PageContext, update: () => void): Repetition {
  const asking = repeat(async (signal) => {
    // A redriven execution has a job again.
    if (model.end === undefined || model.progress.jobId === undefined) return;
    try {
      const { job } = await get(executionPath(name, "job"), jobReplySchema, signal);
      if (job === null || isTerminal(job.status ?? undefined)) asking.stop();
      if (job !== null) model.setJobAfterEnd(job);
      update();
    } catch (error) {
      if (!signal.aborted) context.showProblem(explain(error));
    }
  }, context.stateMachine.listRefreshMs);
  return asking;
}
