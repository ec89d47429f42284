import { explainFailure, lastContainer } from "../../workflow/result/classify-failure";
import type { Job } from "../../workflow/result/job";
import { unifyJob } from "../../workflow/result/unify-job";
import { BatchApiError, describeJobs, inPortions, iterateJobs, type BatchApi } from "../shared/batch-api";

/** Maximum number of pages of ListJobs: an array has at most 10,000 children, and a page 100 of them. */
const MAX_PAGES = 200;
/** DescribeJobs calls at the same time; 10,000 failed children take 100 calls, and the function has 55 s. */
const CALLS_AT_ONCE = 5;

/**
 * Completes an ended job that does not say itself how it ended: the parent of an array job by its failed children,
 * the parent of a multi-node job by its main node. Any other job is returned unchanged.
 * @param onError - called when the children cannot be read; if it returns, the job's own failure stands
 */
export async function explainEndedJob(batch: BatchApi, job: Job, onError: OnError): Promise<Job> {
  return job.nodeProperties === undefined
    ? explainArrayFailure(batch, job, onError)
    : explainMainNode(batch, job, onError);
}

/** Adds what the first failed child says; `failure.retryable` is true only if every failed child is retryable. */
async function explainArrayFailure(batch: BatchApi, job: Job, warn: OnError): Promise<Job> {
  const size = job.arrayProperties?.size;
  if (job.status !== "FAILED" || size === undefined || job.jobId === undefined) return job;
  const listed = await listFailedChildren(batch, job.jobId, warn);
  const children = await describeChildren(batch, listed, warn);
  return children.first === undefined ? job : describeByChild(job, size, children.first, children.allRetryable);
}

interface ListedChild {
  readonly jobId: string;
  readonly index: number;
}

interface ListedChildren {
  /** Ordered by index. */
  readonly children: readonly ListedChild[];
  readonly isComplete: boolean;
}

/** All failed children, or those of the pages before a failed call. Batch lists the newest first. */
async function listFailedChildren(batch: BatchApi, arrayJobId: string, warn: OnError): Promise<ListedChildren> {
  const indexes = new Map<string, number>();
  const isComplete = await orWarn(async () => {
    for await (const { jobId, arrayProperties } of iterateJobs(batch, { arrayJobId, jobStatus: "FAILED" }, MAX_PAGES))
      if (jobId !== undefined) indexes.set(jobId, arrayProperties?.index ?? 0);
    return true;
  }, warn);
  const children = [...indexes].map(([jobId, index]) => ({ jobId, index }));
  return { children: children.sort((one, other) => one.index - other.index), isComplete: isComplete === true };
}

interface Child {
  readonly index: number;
  readonly job: Job;
}

interface DescribedChildren {
  readonly first: Child | undefined;
  readonly allRetryable: boolean;
}

/** Describes the children in the order of their indexes until one is not retryable. */
async function describeChildren(batch: BatchApi, listed: ListedChildren, warn: OnError): Promise<DescribedChildren> {
  const [firstPortion = [], ...portions] = inPortions(listed.children.map(({ jobId }) => jobId));
  const described = await describePortion(batch, firstPortion, warn);
  const first = listed.children
    .map(({ jobId, index }) => ({ index, job: described.find((job) => job.jobId === jobId) }))
    .find((child): child is Child => child.job !== undefined);
  let allRetryable = listed.isComplete && areRetryable(firstPortion, described);
  for (let start = 0; allRetryable && start < portions.length; start += CALLS_AT_ONCE) {
    const answers = portions
      .slice(start, start + CALLS_AT_ONCE)
      .map(async (jobIds) => areRetryable(jobIds, await describePortion(batch, jobIds, warn)));
    allRetryable = (await Promise.all(answers)).every((isRetryable) => isRetryable);
  }
  return { first, allRetryable };
}

async function describePortion(batch: BatchApi, jobIds: string[], warn: OnError): Promise<Job[]> {
  const jobs = await orWarn(() => describeJobs(batch, jobIds), warn);
  return (jobs ?? []).map(unifyJob);
}

/** A child that Batch does not describe may have failed for any reason. */
const areRetryable = (jobIds: readonly string[], jobs: readonly Job[]): boolean =>
  jobs.length >= jobIds.length && jobs.every((job) => explainFailure(job).retryable);

function describeByChild(parent: Job, size: number, child: Child, allRetryable: boolean): Job {
  const count = parent.arrayProperties?.statusSummary?.["FAILED"];
  const share = count === undefined ? "" : `${count} of ${size} children failed; `;
  const isEndedByCall = parent.isTerminated === true || parent.isCancelled === true;
  return {
    ...unifyJob(parent),
    statusReason: `${parent.statusReason ?? "Array job failed"}: ${share}child ${child.index}: ${child.job.statusReason ?? "no reason given"}`,
    container: lastContainer(child.job),
    attempts: child.job.attempts,
    // A call that ended the whole array ended its children with it.
    failure: isEndedByCall ? explainFailure(parent) : { ...explainFailure(child.job), retryable: allRetryable },
  };
}

/**
 * Completes the ended parent of a multi-node job by its main node, if the parent has no exit code and no container's
 * reason. A node is a job with the ID `PARENT#INDEX`.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
async function explainMainNode(batch: BatchApi, job: Job, warn: OnError): Promise<Job> {
  const parent = unifyJob(job);
  const { exitCode, reason } = lastContainer(parent);
  if (job.jobId === undefined || exitCode !== undefined || reason !== undefined) return job;
  const index = job.nodeProperties?.mainNode ?? 0;
  const nodeId = `${job.jobId}#${index}`;
  const [node] = (await orWarn(() => describeJobs(batch, [nodeId]), warn)) ?? [];
  return node === undefined ? job : describeByNode(parent, unifyJob(node), index);
}

function describeByNode(parent: Job, node: Job, index: number): Job {
  const reasons = [
    parent.statusReason,
    node.statusReason === undefined ? undefined : `node ${index}: ${node.statusReason}`,
  ];
  const isRepeated = parent.statusReason === node.statusReason;
  const ended = lastContainer(node);
  return {
    ...parent,
    statusReason: isRepeated ? parent.statusReason : reasons.filter((reason) => reason !== undefined).join(": "),
    container: { ...ended, logConfiguration: ended.logConfiguration ?? parent.container?.logConfiguration },
    attempts: (node.attempts ?? []).length > 0 ? node.attempts : parent.attempts,
    isTerminated: parent.isTerminated === true || node.isTerminated === true,
    isCancelled: parent.isCancelled === true || node.isCancelled === true,
  };
}

/** Takes a failed call to Batch; throws if the caller cannot do without its reply. */
type OnError = (error: BatchApiError) => void;

/**
 * Returns the reply of a call that only explains a known failure.
 * @returns undefined if the call failed and `onError` returned
 */
async function orWarn<T>(call: () => Promise<T>, onError: OnError): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    onError(error);
    return undefined;
  }
}
