import type { JobSummary, ListJobsCommandInput } from "@aws-sdk/client-batch";
import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";
import { describeListing, type BatchApi } from "./batch-api";
import { BatchApiError } from "./batch-api-error";

type Listing = Omit<ListJobsCommandInput, "nextToken">;

/**
 * Lists the jobs of all pages, in Batch's order. Null entries are ignored.
 * @throws BatchApiError if a call fails, or if a paging token repeats, since the pages would never end
 */
export async function listAllJobs(batch: BatchApi, input: Listing): Promise<JobSummary[]> {
  const summaries: JobSummary[] = [];
  for await (const summary of iterateJobs(batch, input)) summaries.push(summary);
  return summaries;
}

/** Like {@link listAllJobs}, page by page, for callers that stop early or keep the pages before a failure. */
export async function* iterateJobs(batch: BatchApi, input: Listing): AsyncGenerator<JobSummary, void, undefined> {
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await batch.listJobs({ ...input, nextToken });
    const entries: readonly (JobSummary | null)[] = page.jobSummaryList ?? [];
    yield* entries.filter((entry) => entry !== null);
    // Like the SDK's own paginator, an empty token counts as none.
    nextToken = page.nextToken === "" ? undefined : (page.nextToken ?? undefined);
    if (nextToken !== undefined && tokens.has(nextToken))
      throw new BatchApiError(
        WORKFLOW_ERROR.server,
        `ListJobs on ${describeListing(input)}: page ${tokens.size + 1} repeats the paging token of an earlier page`,
      );
    if (nextToken !== undefined) tokens.add(nextToken);
  } while (nextToken !== undefined);
}
