import type { JobDetail } from "@aws-sdk/client-batch";
import { isTerminal } from "../../workflow/result/job";
import type { BatchApi } from "./batch-api";

/** Terminates a job that the execution submitted besides the one that is kept; one that has ended stays as it is. */
export async function terminateDuplicate(
  batch: BatchApi,
  { jobId, status }: JobDetail & { readonly jobId: string },
  keptJobId: string,
  executionArn: string,
): Promise<void> {
  if (isTerminal(status)) return;
  await batch.terminateJob(jobId, `Submitted twice by execution ${executionArn}; job ${keptJobId} is kept`);
}
