import { FilterLogEventsCommand, type CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import * as z from "zod";
import { RECEIVED_EVENT } from "../../workflow/job-event";
import { parseJson } from "../../console/model/job-result-schema";

/** Event that the function `end-wait` has received. */
export interface ReceivedEvent {
  readonly eventId: string;
  readonly detailType: string;
  readonly jobId: string;
  readonly status: string;
  /** Attempts in the event; undefined if it has none. */
  readonly attempts?: number | undefined;
  /** Names of the fields of `detail`. */
  readonly fields: readonly string[];
  /** Keys of `detail.tags`. */
  readonly tags: readonly string[];
  /** Time of the log line, in milliseconds. */
  readonly atMs: number;
}

const names = z.array(z.string());
/**
 * Line of Lambda's JSON log format.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
const lineSchema = z.object({
  message: z.object({
    message: z.literal(RECEIVED_EVENT),
    eventId: z.string(),
    detailType: z.string(),
    jobId: z.string(),
    status: z.string(),
    attempts: z.number().optional(),
    fields: names,
    tags: names,
  }),
});

/** Reads the events that `end-wait` has logged since a time, oldest first. */
export async function readReceivedEvents(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  sinceMs: number,
  abortSignal: AbortSignal,
): Promise<ReceivedEvent[]> {
  const received: ReceivedEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime: sinceMs,
        filterPattern: `"${RECEIVED_EVENT}"`,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
      { abortSignal },
    );
    for (const { message, timestamp = 0 } of page.events ?? []) {
      const line = lineSchema.safeParse(parseJson(message));
      if (line.success) received.push({ ...line.data.message, atMs: timestamp });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return received.sort((one, other) => one.atMs - other.atMs);
}
