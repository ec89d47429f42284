import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { errorMessage, errorProperty } from "../error-properties";
import type { AwsClients } from "../target/aws-clients";
import { explainAwsError } from "../target/explain-aws-error";
import { findLogRegion } from "../../workflow/console-url";
import type { JobResult } from "../../workflow/job-result";

/** Lines shown of a job's log. */
const LINES = 10;

/**
 * Last lines of the last attempt's log, from the region that the job writes it to. A log that is missing, or may not be read, is no reason to fail: the result
 * stands without it.
 */
export async function fetchLogTail(
  clients: Pick<AwsClients, "logs" | "logsIn">,
  result: JobResult,
  interrupt: AbortSignal,
): Promise<readonly string[]> {
  const { logGroup: logGroupName, attempts } = result;
  const logStreamName = attempts.at(-1)?.logStreamName ?? null;
  if (logGroupName === null || logStreamName === null) return [];
  const region = findLogRegion(result.logUrl);
  const logs = region === undefined ? clients.logs : clients.logsIn(region);
  try {
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit: LINES, startFromHead: false }),
      { abortSignal: interrupt },
    );
    return events.map(({ message = "" }) => message);
  } catch (error) {
    if (errorProperty(error, "name") === "ResourceNotFoundException") return [];
    return [`(the log could not be read: ${explainAwsError(error) ?? errorMessage(error)})`];
  }
}
