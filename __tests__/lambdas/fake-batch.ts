import type { JobDetail, JobQueueDetail, ListJobsCommandInput, SubmitJobCommandInput } from "@aws-sdk/client-batch";
import * as z from "zod";
import { type BatchApi, BatchApiError } from "../../lambdas/shared/batch-api";
import type { Job } from "../../workflow/result/job";

type Action = keyof BatchApi;
type Shown = Pick<Partial<JobDetail>, "jobQueue" | "jobDefinition" | "parameters" | "tags">;
type GivenJob = Omit<Job, "container"> & Shown & { readonly container?: object | undefined };

/** Accepts any status, because Batch may add statuses that the SDK does not know. */
const jobDetailSchema = z.custom<JobDetail>();

const queueDetailSchema = z.custom<JobQueueDetail>();

/**
 * In-memory Batch with the actions that the functions call. Actions take effect at once unless a test sets a fault.
 */
export class FakeBatch implements BatchApi {
  readonly calls: Action[] = [];
  readonly submissions: SubmitJobCommandInput[] = [];
  readonly listings: ListJobsCommandInput[] = [];
  readonly terminations: { readonly jobId: string; readonly reason: string }[] = [];
  readonly jobs: JobDetail[] = [];
  /** IDs of jobs that ListJobs does not return yet. */
  readonly hidden = new Set<string>();
  /** Number of jobs in a ListJobs page. */
  pageSize = 100;
  nowMs = Date.parse("2026-01-01T00:00:01.000Z");
  private lostReplies = 0;
  private readonly failures = new Map<Action, BatchApiError>();

  /** Accepts the next submissions but loses the replies. */
  loseReplies(count: number): this {
    this.lostReplies = count;
    return this;
  }

  /** Fails every call of the action without an effect. */
  failOn(action: Action, error: BatchApiError): this {
    this.failures.set(action, error);
    return this;
  }

  add(...jobs: GivenJob[]): this {
    for (const job of jobs) {
      const jobId = `job-${this.jobs.length + 1}`;
      const defaults = { jobId, jobName: "my-job", jobQueue: "q", status: "RUNNABLE", createdAt: this.nowMs };
      this.jobs.push(jobDetailSchema.parse({ ...defaults, ...job }));
    }
    return this;
  }

  async submitJob(input: SubmitJobCommandInput): ReturnType<BatchApi["submitJob"]> {
    this.record("submitJob");
    this.submissions.push(input);
    const { jobName, jobQueue, jobDefinition } = input;
    this.add({ jobName, jobQueue, jobDefinition, tags: { ...input.tags } });
    if (this.lostReplies > 0) {
      this.lostReplies -= 1;
      throw new BatchApiError("BatchApi.Server", "SubmitJob: socket hang up");
    }
    return Promise.resolve({ jobId: this.jobs.at(-1)?.jobId });
  }

  async describeJobs(jobIds: string[]): ReturnType<BatchApi["describeJobs"]> {
    this.record("describeJobs");
    if (jobIds.length > 100) throw new BatchApiError("BatchApi.Client", "Maximum number of jobs supported is 100");
    return Promise.resolve({ jobs: this.jobs.filter((job) => jobIds.includes(job.jobId ?? "")) });
  }

  async describeJobQueues(nextToken: string | undefined): ReturnType<BatchApi["describeJobQueues"]> {
    this.record("describeJobQueues");
    const names = [...new Set(this.jobs.map(({ jobQueue }) => jobQueue ?? ""))].sort();
    const index = Number(nextToken ?? 0);
    return Promise.resolve({
      jobQueues: names.slice(index, index + 1).map((name) => queueDetailSchema.parse({ jobQueueArn: name })),
      nextToken: index + 1 < names.length ? String(index + 1) : undefined,
    });
  }

  async listJobs(input: ListJobsCommandInput): ReturnType<BatchApi["listJobs"]> {
    this.record("listJobs");
    this.listings.push(input);
    const { name: filter, values: [value = ""] = [] } = input.filters?.[0] ?? {};
    const matching = this.jobs
      .filter((job) => input.arrayJobId === undefined || job.jobId?.startsWith(`${input.arrayJobId}:`) === true)
      .filter((job) => input.jobStatus === undefined || job.status === input.jobStatus)
      .filter((job) => input.jobQueue === undefined || job.jobQueue === input.jobQueue)
      .filter((job) => filter !== "JOB_NAME" || job.jobName?.toLowerCase() === value.toLowerCase())
      .filter((job) => filter !== "AFTER_CREATED_AT" || (job.createdAt ?? Infinity) > Number(value))
      .filter((job) => !this.hidden.has(job.jobId ?? ""))
      .sort((one, other) => (other.createdAt ?? 0) - (one.createdAt ?? 0));
    const start = Number(input.nextToken ?? 0);
    const end = start + this.pageSize;
    return Promise.resolve({
      jobSummaryList: matching
        .slice(start, end)
        .map(({ jobId, jobName, createdAt, statusReason, arrayProperties }) => ({
          jobId,
          jobName,
          createdAt,
          statusReason,
          arrayProperties,
        })),
      nextToken: end < matching.length ? String(end) : undefined,
    });
  }

  async terminateJob(jobId: string, reason: string): ReturnType<BatchApi["terminateJob"]> {
    this.record("terminateJob");
    this.terminations.push({ jobId, reason });
    return Promise.resolve({});
  }

  private record(action: Action): void {
    this.calls.push(action);
    const failure = this.failures.get(action);
    if (failure !== undefined) throw failure;
  }
}

/** Log that keeps its lines in memory. */
export function givenLog() {
  const lines: unknown[] = [];
  const keep = (...line: unknown[]): void => {
    lines.push(...line);
  };
  return { lines, info: keep, warn: keep, error: keep };
}
