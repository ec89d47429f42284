import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";

/** Page size: a poll creates 9 events; one more event, already known, shows that none is missing. */
const SMALL_PAGE = 20;
/** Maximum page size of the API. */
const LARGEST_PAGE = 1_000;

/**
 * Fetches the events after a known event, oldest first. Reads backwards from the newest event, because the API cannot
 * return only new events.
 * @param lastId - ID of the last known event; 0 for none
 */
export async function fetchEventsAfter(
  stepFunctions: SFNClient,
  executionArn: string,
  lastId: number,
  options: { readonly abortSignal?: AbortSignal } = {},
): Promise<HistoryEvent[]> {
  const newestFirst: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stepFunctions.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        maxResults: lastId === 0 ? LARGEST_PAGE : SMALL_PAGE,
        nextToken,
      }),
      options,
    );
    const events = page.events ?? [];
    // An event that arrives between two pages must not be added twice.
    const oldestTaken = newestFirst.at(-1)?.id ?? Number.POSITIVE_INFINITY;
    const fresh = events.filter(({ id = 0 }) => id > lastId && id < oldestTaken);
    newestFirst.push(...fresh);
    nextToken = events.some(({ id = 0 }) => id <= lastId) ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return newestFirst.reverse();
}
