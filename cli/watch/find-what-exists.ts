import { DescribeJobDefinitionsCommand, DescribeJobQueuesCommand, type BatchClient } from "@aws-sdk/client-batch";
import type { CliContext } from "../cli-context";

/** Error text of SubmitJob. */
const NOT_FOUND = /\bJob(Definition|Queue) \S+ not found/;

/**
 * Lists the available job definitions and queues when a job failed because one does not exist.
 * @param reason - reason of the failure
 * @returns undefined for another failure, or when they cannot be listed
 */
export async function findWhatExists(
  batch: BatchClient,
  reason: string | undefined,
  { interrupt: abortSignal }: Pick<CliContext, "interrupt">,
): Promise<string | undefined> {
  if (reason === undefined || !NOT_FOUND.test(reason)) return undefined;
  try {
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ status: "ACTIVE" }), {
      abortSignal,
    });
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}), { abortSignal });
    const definitions = listNames(jobDefinitions.map(({ jobDefinitionName }) => jobDefinitionName));
    const queues = listNames(jobQueues.map(({ jobQueueName }) => jobQueueName));
    return `This machine has job definition ${definitions} and job queue ${queues}.`;
  } catch {
    // Ignored: the failure of the job itself is already shown.
    return undefined;
  }
}

const listNames = (names: readonly (string | undefined)[]): string => [...new Set(names)].join(", ") || "(none)";
