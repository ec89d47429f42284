import {
  DescribeJobsCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
  type BatchClient,
  type DescribeJobsCommandOutput,
  type ListJobsCommandInput,
  type ListJobsCommandOutput,
  type SubmitJobCommandInput,
  type SubmitJobCommandOutput,
} from "@aws-sdk/client-batch";
import { toBatchApiError } from "./batch-api-error";

/** The calls to Batch that the functions make; each throws BatchApiError. */
export interface BatchApi {
  submitJob(input: SubmitJobCommandInput): Promise<Pick<SubmitJobCommandOutput, "jobId">>;
  /** @param jobIds - at most 100 */
  describeJobs(jobIds: string[]): Promise<Pick<DescribeJobsCommandOutput, "jobs">>;
  listJobs(input: ListJobsCommandInput): Promise<Pick<ListJobsCommandOutput, "jobSummaryList" | "nextToken">>;
  /** @param reason - at most 1,024 characters; becomes the job's statusReason */
  terminateJob(jobId: string, reason: string): Promise<unknown>;
}

/**
 * Longest wait for a connection and for a reply, in milliseconds; several fit into a function's timeout of 30 s.
 * Without `throwOnRequestTimeout` the SDK only logs a warning, and waits on.
 */
export const REQUEST_LIMITS = { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

export function createBatchApi(client: BatchClient): BatchApi {
  const call = async <T>(action: string, resource: string, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      throw toBatchApiError(error, action, resource);
    }
  };
  return {
    submitJob: (input) =>
      call("SubmitJob", `job definition ${String(input.jobDefinition)} in job queue ${String(input.jobQueue)}`, () =>
        client.send(new SubmitJobCommand(input)),
      ),
    describeJobs: (jobIds) =>
      call("DescribeJobs", `job ${jobIds.join(", ")}`, () => client.send(new DescribeJobsCommand({ jobs: jobIds }))),
    listJobs: (input) => call("ListJobs", describeListing(input), () => client.send(new ListJobsCommand(input))),
    terminateJob: (jobId, reason) =>
      call("TerminateJob", `job ${jobId}`, () => client.send(new TerminateJobCommand({ jobId, reason }))),
  };
}

/** Names the queue or array job of a ListJobs call, for error messages. */
export const describeListing = ({ jobQueue, arrayJobId }: ListJobsCommandInput): string =>
  jobQueue === undefined ? `array job ${String(arrayJobId)}` : `job queue ${jobQueue}`;
