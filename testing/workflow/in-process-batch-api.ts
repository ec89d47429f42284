import type {
  DescribeJobQueuesCommandOutput,
  DescribeJobsCommandOutput,
  ListJobsCommandOutput,
  SubmitJobCommandOutput,
} from "@aws-sdk/client-batch";
import * as z from "zod";
import { type BatchApi, toBatchApiError } from "../../lambdas/shared/batch-api";
import type { BatchEndpoint } from "local-aws";

const errorReply = z.object({ message: z.string() });

/**
 * The Lambda functions' calls to Batch, answered by the local endpoint in the same process: without SDK and socket, a
 * virtual year of polls takes a moment. exactly-once.test.ts goes the long way.
 */
export function createInProcessBatchApi(batch: Pick<BatchEndpoint, "call">): BatchApi {
  const call = async <Reply>(operation: string, input: unknown, schema: z.ZodType<Reply>): Promise<Reply> => {
    const { status, body, errorType } = await batch.call(operation, input);
    if (status === 200) return schema.parse(body);
    const $fault = status < 500 ? "client" : "server";
    const sdkError = { name: errorType ?? "Unknown", $fault, $metadata: { httpStatusCode: status } };
    throw toBatchApiError(Object.assign(new Error(errorReply.parse(body).message), sdkError), operation, "local Batch");
  };
  return {
    submitJob: (input) => call("SubmitJob", input, z.custom<SubmitJobCommandOutput>()),
    describeJobs: (jobIds) => call("DescribeJobs", { jobs: jobIds }, z.custom<DescribeJobsCommandOutput>()),
    describeJobQueues: (nextToken) =>
      call("DescribeJobQueues", { nextToken }, z.custom<DescribeJobQueuesCommandOutput>()),
    listJobs: (input) => call("ListJobs", input, z.custom<ListJobsCommandOutput>()),
    terminateJob: (jobId, reason) => call("TerminateJob", { jobId, reason }, z.unknown()),
  };
}
