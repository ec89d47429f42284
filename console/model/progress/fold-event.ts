import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { formatDateTime } from "../../format/format-time";
import { foldEnd } from "./fold-end";
import { foldFailedAttempt, foldNextAttempt } from "./fold-retry";
import { foldStateOutput, foldSubmission, readWaitSeconds } from "./fold-state-data";
import { findWakeStatus, isWaitForEvent, isWaitOver } from "../wait-for-event";
import type { RunProgress, Step, TimelineEntry } from "./run-progress";

type Fold = (progress: RunProgress, event: HistoryEvent, at: Date) => Step;

/** Returns the duration and the end of a wait that begins. */
function findWait(input: string | undefined, at: Date): Pick<RunProgress, "waitSeconds" | "nextCheckAt" | "found"> {
  const waitSeconds = readWaitSeconds(input);
  const nextCheckAt = waitSeconds === undefined ? undefined : new Date(at.getTime() + waitSeconds * 1000);
  return { waitSeconds, nextCheckAt, found: undefined };
}

const enterState: Fold = (_progress, { stateEnteredEventDetails: details }, at) =>
  change({
    currentState: details?.name,
    attempts: 0,
    failedAttempt: undefined,
    ...(isWaitForEvent(details?.name)
      ? findWait(details?.input, at)
      : { waitSeconds: undefined, nextCheckAt: undefined }),
  });
const exitState: Fold = (progress, { stateExitedEventDetails: details }, at) =>
  foldStateOutput(progress, details?.output, at);
const enterWait: Fold = (_progress, { stateEnteredEventDetails: details }, at) =>
  change({ currentState: details?.name, ...findWait(details?.input, at) });

const timeOut: Fold = (progress, event) =>
  isWaitOver(event, progress.currentState) ? change({}) : foldFailedAttempt(progress, event);

/** Applies the event of Batch that ended a wait. */
const succeed: Fold = ({ currentState }, event, at) => {
  const status = findWakeStatus(event, currentState);
  if (status === undefined) return change({});
  const text = `Batch reported ${status}, which ended the wait`;
  return {
    change: { waitSeconds: undefined, nextCheckAt: undefined },
    entries: [{ at, label: "EVENT", text, tone: "plain" }],
  };
};

/** Handlers by event type. Other events are ignored. */
const FOLDS: Readonly<Record<string, Fold>> = {
  ExecutionStarted: (_progress, _event, at) => ({
    change: { startedAt: at },
    entries: [{ at, label: "STARTED", text: formatDateTime(at), tone: "plain" }],
  }),
  TaskStateEntered: enterState,
  PassStateEntered: enterState,
  ChoiceStateEntered: enterState,
  SucceedStateEntered: enterState,
  FailStateEntered: enterState,
  WaitStateEntered: enterWait,
  TaskStateExited: exitState,
  LambdaFunctionScheduled: foldNextAttempt,
  TaskScheduled: foldNextAttempt,
  LambdaFunctionFailed: foldFailedAttempt,
  LambdaFunctionScheduleFailed: foldFailedAttempt,
  LambdaFunctionStartFailed: foldFailedAttempt,
  LambdaFunctionTimedOut: foldFailedAttempt,
  TaskFailed: foldFailedAttempt,
  TaskTimedOut: timeOut,
  TaskStartFailed: foldFailedAttempt,
  TaskSubmitFailed: foldFailedAttempt,
  TaskSubmitted: foldSubmission,
  TaskSucceeded: succeed,
  ExecutionSucceeded: foldEnd,
  ExecutionFailed: foldEnd,
  ExecutionAborted: foldEnd,
  ExecutionTimedOut: foldEnd,
  ExecutionRedriven: () => change({ end: undefined }),
};

/** Applies one event of GetExecutionHistory. Events must be applied in order. */
export function foldEvent(
  progress: RunProgress,
  event: HistoryEvent,
): { readonly progress: RunProgress; readonly entries: readonly TimelineEntry[] } {
  const at = event.timestamp ?? progress.lastEventAt ?? new Date(0);
  const step = FOLDS[event.type ?? ""]?.(progress, event, at) ?? change({});
  return { progress: { ...progress, lastEventAt: at, ...step.change }, entries: step.entries };
}

function change(change: Partial<RunProgress>): Step {
  return { change, entries: [] };
}
