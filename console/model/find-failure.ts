import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { parseJson } from "./job-result-schema";

/** What a Lambda function's error looks like in a Cause. */
const lambdaErrorSchema = z.object({ errorMessage: z.string() });

export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Error and Cause of an event that tells of a failure; undefined for every other event. */
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

/** The sentence in a Lambda function's error; any other Cause as it is. */
export const explainCause = (cause: string | undefined): string | undefined =>
  lambdaErrorSchema.safeParse(parseJson(cause)).data?.errorMessage ?? cause;
