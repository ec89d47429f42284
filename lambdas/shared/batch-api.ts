import {
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
  type BatchClient,
  type DescribeJobQueuesCommandOutput,
  type DescribeJobsCommandOutput,
  type JobDetail,
  type JobQueueDetail,
  type JobSummary,
  type ListJobsCommandInput,
  type ListJobsCommandOutput,
  type SubmitJobCommandInput,
  type SubmitJobCommandOutput,
} from "@aws-sdk/client-batch";
import { WORKFLOW_ERROR } from "../../workflow/result/failure";

/** The calls to Batch that the functions make; each throws BatchApiError. */
export interface BatchApi {
  submitJob(input: SubmitJobCommandInput): Promise<Pick<SubmitJobCommandOutput, "jobId">>;
  /** @param jobIds - at most 100 */
  describeJobs(jobIds: string[]): Promise<Pick<DescribeJobsCommandOutput, "jobs">>;
  /** Describes a page of the queues of the region and account. */
  describeJobQueues(
    nextToken: string | undefined,
  ): Promise<Pick<DescribeJobQueuesCommandOutput, "jobQueues" | "nextToken">>;
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
    describeJobQueues: (nextToken) =>
      call("DescribeJobQueues", "all job queues", () => client.send(new DescribeJobQueuesCommand({ nextToken }))),
    listJobs: (input) => call("ListJobs", describeListing(input), () => client.send(new ListJobsCommand(input))),
    terminateJob: (jobId, reason) =>
      call("TerminateJob", `job ${jobId}`, () => client.send(new TerminateJobCommand({ jobId, reason }))),
  };
}

/** Names the queue or array job of a ListJobs call, for error messages. */
const describeListing = ({ jobQueue, arrayJobId }: ListJobsCommandInput): string =>
  jobQueue === undefined ? `array job ${String(arrayJobId)}` : `job queue ${jobQueue}`;

type BatchApiErrorName = typeof WORKFLOW_ERROR.client | typeof WORKFLOW_ERROR.throttled | typeof WORKFLOW_ERROR.server;

/** A failed call and its reply. */
interface FailedCall {
  /** API action, like `ListJobs`. */
  readonly action: string;
  /** Error code of the reply, like `ClientException`; the name of the SDK's own error if the reply has no code. */
  readonly code: string;
  /** HTTP status of the reply; undefined without a reply. */
  readonly status: number | undefined;
}

/** A call to Batch that failed. Its name says whether a retry can help. */
export class BatchApiError extends Error {
  /** @param call - undefined if the calls succeeded, but their replies contradict each other */
  constructor(
    override readonly name: BatchApiErrorName,
    message: string,
    readonly call?: FailedCall,
  ) {
    super(message);
  }
}

/**
 * Returns whether Batch refused to list the jobs of a queue because the queue does not exist. Nothing can have been
 * submitted to it. A missing permission (AccessDeniedException) does not count.
 */
export function isUnknownQueue(error: unknown): error is BatchApiError {
  if (!(error instanceof BatchApiError)) return false;
  const { action, code, status } = error.call ?? {};
  return action === "ListJobs" && code === "ClientException" && status === 400;
}

const THROTTLING_CODES = ["ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "Throttling"];

/**
 * Error codes by which Batch or IAM refuses a request that stays wrong. All others of 4xx may pass later: expired or
 * new credentials, a clock that is wrong, or a proxy that replies instead of Batch.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html
 */
const REFUSAL_CODES = [
  "ClientException",
  "ValidationException",
  "ValidationError",
  "SerializationException",
  "RequestEntityTooLargeException",
  "AccessDeniedException",
  "AccessDenied",
  "NotAuthorized",
  "OptInRequired",
];

/** HTTP statuses of 4xx that say nothing about the request: Request Timeout and Too Early. */
const AMBIGUOUS_STATUSES = [408, 425];

/**
 * Sorts an error of the AWS SDK by whether a retry can help. An error without a reply (connection, timeout) counts as
 * the server's: it is not known whether the call took effect.
 */
export function toBatchApiError(error: unknown, action: string, resource: string): BatchApiError {
  const { code, message, status, isModeled } = readSdkError(error);
  const httpStatus = status === undefined || isModeled ? "" : ` (HTTP ${status})`;
  return new BatchApiError(findName(code, status), `${action} on ${resource}: ${code}: ${message}${httpStatus}`, {
    action,
    code,
    status,
  });
}

function findName(code: string, status: number | undefined): BatchApiErrorName {
  if (status === 429 || THROTTLING_CODES.includes(code)) return WORKFLOW_ERROR.throttled;
  if (status === undefined || status < 400 || status >= 500) return WORKFLOW_ERROR.server;
  return REFUSAL_CODES.includes(code) && !AMBIGUOUS_STATUSES.includes(status)
    ? WORKFLOW_ERROR.client
    : WORKFLOW_ERROR.server;
}

interface SdkError {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** Whether the reply had an error code, as Batch's have. */
  readonly isModeled: boolean;
}

function readSdkError(error: unknown): SdkError {
  if (!(error instanceof Error)) return { code: "Error", message: String(error), status: undefined, isModeled: false };
  const metadata: unknown = Reflect.get(error, "$metadata");
  const status: unknown =
    typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
  return {
    code: error.name,
    message: error.message,
    status: typeof status === "number" ? status : undefined,
    // The SDK gives the name Unknown to a reply without a code, and no $fault to one that it cannot parse.
    isModeled: "$fault" in error && error.name !== "Unknown",
  };
}

/** Most jobs that one DescribeJobs call takes. */
const DESCRIBE_LIMIT = 100;

/** A job in a reply of DescribeJobs. */
export type DescribedJob = JobDetail & { readonly jobId: string };

/** The jobs in portions that one DescribeJobs call takes. */
export function inPortions(jobIds: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(jobIds.length / DESCRIBE_LIMIT) }, (_, index) =>
    jobIds.slice(index * DESCRIBE_LIMIT, (index + 1) * DESCRIBE_LIMIT),
  );
}

/**
 * Describes any number of jobs, each at most once. Omits jobs that Batch does not know, and jobs in a reply that were
 * not requested.
 * @throws BatchApiError when a call fails
 */
export async function describeJobs(batch: BatchApi, jobIds: readonly string[]): Promise<DescribedJob[]> {
  const jobs: DescribedJob[] = [];
  for (const portion of inPortions(jobIds)) {
    // A wrong reply may contain null, although the SDK's types exclude it.
    const details: readonly (JobDetail | null)[] = (await batch.describeJobs(portion)).jobs ?? [];
    for (const jobId of portion) {
      const job = details.find((detail) => detail?.jobId === jobId);
      if (job) jobs.push({ ...job, jobId });
    }
  }
  return jobs;
}

/**
 * Lists the ARNs of all job queues of the region and account. Null entries are ignored.
 * @throws BatchApiError if a call fails, or if a paging token repeats, since the pages would never end
 */
export async function listJobQueues(batch: BatchApi): Promise<string[]> {
  const arns: string[] = [];
  for await (const { jobQueues } of iteratePages("DescribeJobQueues", (nextToken) =>
    batch.describeJobQueues(nextToken),
  )) {
    const queues: readonly (JobQueueDetail | null)[] = jobQueues ?? [];
    arns.push(...queues.flatMap((queue) => queue?.jobQueueArn ?? []));
  }
  return arns;
}

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

/**
 * Like {@link listAllJobs}, page by page, for callers that stop early or keep the pages before a failure.
 * @param maxPages - number of pages after which another page is an error
 */
export async function* iterateJobs(
  batch: BatchApi,
  input: Listing,
  maxPages = Infinity,
): AsyncGenerator<JobSummary, void, undefined> {
  const call = `ListJobs on ${describeListing(input)}`;
  for await (const { jobSummaryList } of iteratePages(
    call,
    (nextToken) => batch.listJobs({ ...input, nextToken }),
    maxPages,
  )) {
    const entries: readonly (JobSummary | null)[] = jobSummaryList ?? [];
    yield* entries.filter((entry) => entry !== null);
  }
}

/** @param call - API action and resource, for error messages */
async function* iteratePages<Page extends { readonly nextToken?: string | undefined }>(
  call: string,
  fetchPage: (nextToken: string | undefined) => Promise<Page>,
  maxPages = Infinity,
): AsyncGenerator<Page, void, undefined> {
  const tokens = new Set<string>();
  const fail = (problem: string): never => {
    throw new BatchApiError(WORKFLOW_ERROR.server, `${call}: ${problem}`);
  };
  let nextToken: string | undefined;
  for (;;) {
    const page = await fetchPage(nextToken);
    yield page;
    // Like the SDK's own paginator, an empty token counts as none.
    nextToken = page.nextToken === "" ? undefined : (page.nextToken ?? undefined);
    if (nextToken === undefined) return;
    if (tokens.has(nextToken)) fail(`page ${tokens.size + 1} repeats the paging token of an earlier page`);
    tokens.add(nextToken);
    if (tokens.size >= maxPages) fail(`more than ${maxPages} pages`);
  }
}
