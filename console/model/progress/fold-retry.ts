import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { parseJson } from "../job-result-schema";
import type { RunProgress, Step } from "./run-progress";

/** What a Lambda function's error looks like in a Cause. */
const lambdaErrorSchema = z.object({ errorMessage: z.string() });

/** An attempt failed; whether another follows shows only later. */
export function foldFailedAttempt(_progress: RunProgress, event: HistoryEvent): Step {
  const details =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails;
  const failedAttempt = { error: details?.error ?? "an error without a name", cause: explainCause(details?.cause) };
  return { change: { failedAttempt }, entries: [] };
}

/** An attempt begins; after a failed one it is a retry. */
export function foldNextAttempt(progress: RunProgress, _event: HistoryEvent, at: Date): Step {
  const { failedAttempt, currentState } = progress;
  const attempts = progress.attempts + 1;
  const change = { attempts, failedAttempt: undefined };
  if (failedAttempt === undefined) return { change, entries: [] };
  const { error, cause } = failedAttempt;
  const text = `${currentState ?? "the task"}, attempt ${attempts}, after ${error}${cause === undefined ? "" : `: ${cause}`}`;
  return { change, entries: [{ at, label: "RETRY", text, tone: "notice" }] };
}

const explainCause = (cause: string | undefined): string | undefined =>
  lambdaErrorSchema.safeParse(parseJson(cause)).data?.errorMessage ?? cause;
