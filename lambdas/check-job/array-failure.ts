import { explainFailure, lastContainer } from "../../workflow/result/classify-failure";
import type { Job } from "../../workflow/result/job";
import { unifyJob } from "../../workflow/result/unify-job";
import type { BatchApi } from "../shared/batch-api";
import { describeJobs, inPortions } from "../shared/describe-jobs";
import { explainMainNode } from "./main-node-failure";
import { orWarn, type OnError } from "./or-warn";

/** Most pages of ListJobs: an array has at most 10,000 children, and a page 100 of them. */
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

/** All failed children, from all pages: Batch lists the newest first. */
async function listFailedChildren(batch: BatchApi, arrayJobId: string, warn: OnError): Promise<ListedChildren> {
  const indexes = new Map<string, number>();
  const seenTokens = new Set<string>();
  let nextToken: string | undefined;
  let isComplete = false;
  for (let page = 0; page < MAX_PAGES && !isComplete; page += 1) {
    const token = nextToken;
    const reply = await orWarn(() => batch.listJobs({ arrayJobId, jobStatus: "FAILED", nextToken: token }), warn);
    for (const { jobId, arrayProperties } of reply?.jobSummaryList ?? [])
      if (jobId !== undefined) indexes.set(jobId, arrayProperties?.index ?? 0);
    nextToken = reply?.nextToken;
    isComplete = reply !== undefined && nextToken === undefined;
    // A token that repeats would list the same page for ever.
    if (nextToken === undefined || seenTokens.has(nextToken)) break;
    seenTokens.add(nextToken);
  }
  const children = [...indexes].map(([jobId, index]) => ({ jobId, index }));
  return { children: children.sort((one, other) => one.index - other.index), isComplete };
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
