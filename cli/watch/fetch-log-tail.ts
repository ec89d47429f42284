import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { errorMessage, errorProperty } from "../error-properties";
import type { AwsClients } from "../target/aws-clients";
import { explainAwsError } from "../target/explain-aws-error";
import { toSafeLines } from "../../console/log/safe-lines";
import { findLogRegion } from "../../workflow/console-url";
import type { JobResult } from "../../workflow/result/job-result";

/** Maximum number of log lines. */
const LINES = 10;

/**
 * Fetches the last log lines of the last attempt, from the log's region. A missing or unreadable log is not an
 * error.
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
    return events.flatMap(({ message = "" }) => toSafeLines(message));
  } catch (error) {
    if (errorProperty(error, "name") === "ResourceNotFoundException") return [];
    return [`(cannot read the log: ${explainAwsError(error) ?? errorMessage(error)})`];
  }
}
