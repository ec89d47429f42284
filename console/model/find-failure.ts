import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { parseJson } from "./job-result-schema";

/** Cause of a Lambda function's error. */
const lambdaErrorSchema = z.object({ errorMessage: z.string() });

export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Returns Error and Cause of a failure event; undefined for other events. */
export function findFailure(event: HistoryEvent): Failure | undefined {
  const details =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.activityFailedEventDetails ??
    event.activityScheduleFailedEventDetails ??
    event.activityTimedOutEventDetails ??
    event.mapRunFailedEventDetails ??
    event.evaluationFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionAbortedEventDetails ??
    event.executionTimedOutEventDetails;
  return details === undefined ? undefined : { error: details.error, cause: details.cause };
}

/** Returns the `errorMessage` of a Lambda function's error, or the unchanged Cause. */
export const explainCause = (cause: string | undefined): string | undefined =>
  lambdaErrorSchema.safeParse(parseJson(cause)).data?.errorMessage ?? cause;
