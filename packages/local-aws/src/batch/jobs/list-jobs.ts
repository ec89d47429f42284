import { z } from "zod";
import { clientException } from "../endpoint/api-error";
import { takeNewestFirst, type Page } from "../../paging";
import { pagingSchema, toPageRequest } from "../endpoint/common-schemas";
import { JOB_STATUSES, type Job } from "./job";
import type { JobQueueStore } from "../resources/job-queue";
import type { JobStore } from "./job-store";

const filterSchema = z.strictObject({
  name: z.enum(["JOB_NAME", "JOB_DEFINITION", "BEFORE_CREATED_AT", "AFTER_CREATED_AT", "SHARE_IDENTIFIER"]),
  values: z.array(z.string()).min(1, "must have 1 value").max(1, "must have 1 value"),
});

export const listJobsSchema = pagingSchema.extend({
  jobQueue: z.string().optional(),
  arrayJobId: z.string().optional(),
  multiNodeJobId: z.undefined("is not supported: local Batch does not run multi-node jobs").optional(),
  jobStatus: z.enum(JOB_STATUSES, `must be one of ${JOB_STATUSES.join(", ")}`).optional(),
  filters: z.array(filterSchema).max(1, "must have at most 1 filter").optional(),
});
type ListJobsInput = z.output<typeof listJobsSchema>;

/** Maximum page size that AWS documents: 100 jobs with a filter, 1,000 jobs without one. */
const MAX_PAGE_SIZE = { filtered: 100, unfiltered: 1000 };

/**
 * Returns the jobs of a ListJobs call, newest first.
 * @throws BatchApiError (ClientException) if the queue, array job or filter does not exist, or if not exactly one of
 *   queue and array job is given
 */
export function listJobs(input: ListJobsInput, queues: JobQueueStore, jobs: JobStore): Page<Job> {
  const maxPageSize = input.filters?.[0] === undefined ? MAX_PAGE_SIZE.unfiltered : MAX_PAGE_SIZE.filtered;
  return takeNewestFirst(
    (before) => select(input, queues, jobs, before),
    ({ sequence }) => sequence,
    toPageRequest(input, maxPageSize),
  );
}

function select(input: ListJobsInput, queues: JobQueueStore, jobs: JobStore, before: number): Iterable<Job> {
  const { jobQueue, arrayJobId, filters = [] } = input;
  if ((jobQueue === undefined) === (arrayJobId === undefined))
    throw clientException("exactly one of jobQueue and arrayJobId must be given");
  const status = input.jobStatus ?? "RUNNING";
  if (arrayJobId !== undefined) return selectChildren(arrayJobId, jobs, before, status);
  const queue = queues.get(jobQueue ?? "");
  const [filter] = filters;
  if (filter === undefined) return jobs.ofStatus(queue, status).newestFirst(before);
  const value = filter.values[0] ?? "";
  if (filter.name === "JOB_NAME" && !value.endsWith("*")) return jobs.ofName(queue, value).newestFirst(before);
  const matches = toPredicate(filter.name, value, input.jobStatus);
  return keep(jobs.ofQueue(queue).newestFirst(before), matches);
}

function* selectChildren(arrayJobId: string, jobs: JobStore, before: number, status: Job["status"]): Generator<Job> {
  const parent = jobs.find(arrayJobId);
  if (parent?.array === undefined) throw clientException(`array job ${arrayJobId} does not exist`);
  const { children } = parent.array;
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child?.status === status && child.sequence < before) yield child;
  }
}

type FilterName = z.output<typeof filterSchema>["name"];

function toPredicate(name: FilterName, value: string, status: Job["status"] | undefined): (job: Job) => boolean {
  const prefix = value.endsWith("*") ? value.slice(0, -1) : undefined;
  switch (name) {
    case "JOB_NAME":
      return (job) => job.jobName.toLowerCase().startsWith((prefix ?? value).toLowerCase());
    case "JOB_DEFINITION":
      return ({ definition: { jobDefinitionName, jobDefinitionArn } }) =>
        prefix === undefined
          ? value === jobDefinitionName || value === jobDefinitionArn
          : jobDefinitionName.startsWith(prefix);
    case "BEFORE_CREATED_AT":
      return (
        (limit) => (job) =>
          job.createdAt < limit
      )(parseMilliseconds(name, value));
    case "AFTER_CREATED_AT":
      return (
        (limit) => (job) =>
          job.createdAt > limit
      )(parseMilliseconds(name, value));
    case "SHARE_IDENTIFIER":
      return (job) => job.settings.shareIdentifier === value && (status === undefined || job.status === status);
  }
}

function parseMilliseconds(name: string, value: string): number {
  if (!/^\d+$/.test(value))
    throw clientException(`filter ${name} must be a number of milliseconds since 1970, got ${value}`);
  return Number(value);
}

function* keep(jobs: Iterable<Job>, matches: (job: Job) => boolean): Generator<Job> {
  for (const job of jobs) if (matches(job)) yield job;
}
