import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { STATE } from "../../workflow/definitions/poll-definition";
import { parseJson } from "./job-result-schema";

/** Whether the state is a wait that an event of Batch can end. */
export const isWaitForEvent = (stateName: string | undefined): boolean => stateName === STATE.waitForEvent;

/** Whether the event ends a wait whose time is over. It is no failure, although the task has timed out. */
export const isWaitOver = (event: HistoryEvent, stateName: string | undefined): boolean =>
  event.type === "TaskTimedOut" && isWaitForEvent(stateName);

const wakeSchema = z.object({ status: z.string() });

/** Returns the job status in the event of Batch that ended a wait; undefined for other events of the history. */
export function findWakeStatus(event: HistoryEvent, stateName: string | undefined): string | undefined {
  if (event.type !== "TaskSucceeded" || !isWaitForEvent(stateName)) return undefined;
  return wakeSchema.safeParse(parseJson(event.taskSucceededEventDetails?.output)).data?.status ?? "a change";
}
