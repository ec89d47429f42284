import * as z from "zod";
import { STATE } from "../../workflow/definitions/poll-definition";
import type { GivenEnvironment } from "./given-environment";

const stateSchema = z.object({ name: z.string() }).optional();
const eventSchema = z.object({
  type: z.string(),
  timestamp: z.number(),
  stateEnteredEventDetails: stateSchema,
  stateExitedEventDetails: stateSchema,
});
const historyPage = z.object({
  events: z.array(eventSchema),
  nextToken: z.string().optional(),
});

const isWait = (state: z.output<typeof stateSchema>): boolean =>
  state?.name === STATE.wait || state?.name === STATE.waitForEvent;

/** Number of events of an execution, and its longest wait, in seconds. */
export async function readHistory(executionArn: string, { call }: Pick<GivenEnvironment, "call">) {
  let events = 0;
  let largestWaitSeconds = 0;
  let enteredAt: number | undefined;
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: 1_000, ...(nextToken !== undefined && { nextToken }) };
    const page = await call("stepFunctions", "GetExecutionHistory", input, historyPage);
    events += page.events.length;
    for (const { timestamp, stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of page.events) {
      if (isWait(entered)) enteredAt = timestamp;
      if (isWait(exited) && enteredAt !== undefined)
        largestWaitSeconds = Math.max(largestWaitSeconds, Math.round(timestamp - enteredAt));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { events, largestWaitSeconds };
}
