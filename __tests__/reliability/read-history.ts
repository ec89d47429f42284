import * as z from "zod";
import type { GivenEnvironment } from "./given-environment";

const historyPage = z.object({
  events: z.array(z.looseObject({ type: z.string(), timestamp: z.number() })),
  nextToken: z.string().optional(),
});

/** Number of events of an execution, and its longest stay in a Wait state, in seconds. */
export async function readHistory(executionArn: string, { call }: Pick<GivenEnvironment, "call">) {
  let events = 0;
  let largestWaitSeconds = 0;
  let enteredAt: number | undefined;
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: 1_000, ...(nextToken !== undefined && { nextToken }) };
    const page = await call("stepFunctions", "GetExecutionHistory", input, historyPage);
    events += page.events.length;
    for (const { type, timestamp } of page.events) {
      if (type === "WaitStateEntered") enteredAt = timestamp;
      if (type === "WaitStateExited" && enteredAt !== undefined)
        largestWaitSeconds = Math.max(largestWaitSeconds, Math.round(timestamp - enteredAt));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { events, largestWaitSeconds };
}
