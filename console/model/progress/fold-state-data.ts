import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { jobWatchSchema } from "../../../workflow/result/job-watch";
import { isTerminal } from "../../../workflow/result/job";
import { findJobResult, parseJson } from "../job-result-schema";
import type { Deadline, RunProgress, Step, TimelineEntry } from "./run-progress";

const fields = jobWatchSchema.shape;

/** Displayed fields of a JobWatch. Other fields are ignored, so other versions can be watched too. */
const shownWatchSchema = z.object({
  outcome: fields.outcome,
  jobId: fields.jobId,
  jobName: fields.jobName,
  attached: fields.attached,
  reused: fields.reused,
  duplicates: fields.duplicates,
  polls: fields.polls,
  status: fields.status,
  statusReason: fields.statusReason,
  termination: z.object({ category: z.string(), reason: z.string() }).nullable(),
  executionStartedAt: fields.executionStartedAt.nullable().catch(null),
  queueTimeoutSeconds: fields.queueTimeoutSeconds.catch(null),
  runTimeoutSeconds: fields.runTimeoutSeconds.catch(null),
  overallTimeoutSeconds: fields.overallTimeoutSeconds.catch(null),
  queuedSince: fields.queuedSince.catch(null),
  hasRun: fields.hasRun.catch(false),
  missingPolls: fields.missingPolls.catch(0),
  outage: z.unknown().optional(),
});
type ShownWatch = z.output<typeof shownWatchSchema>;

/** Output of the last poll. */
const lastPollSchema = z.object({
  outcome: z.enum(["SUCCEEDED", "FAILED"]),
  result: z.unknown().optional(),
  failure: z.object({ errorMessage: z.string() }).optional().catch(undefined),
});

const waitSchema = z.object({ waitSeconds: fields.waitSeconds });
const submissionSchema = z.object({ JobId: z.string(), JobName: z.string() });

/** Returns the duration of a wait, in seconds; undefined if the input does not contain it. */
export const readWaitSeconds = (input: string | undefined): number | undefined =>
  waitSchema.safeParse(parseJson(input)).data?.waitSeconds;

/** Applies the output of `Submit Job`, or of `Get Job Status` while the job is running. */
export function foldStateOutput(progress: RunProgress, output: string | undefined, at: Date): Step {
  const value = parseJson(output);
  const watch = shownWatchSchema.safeParse(value).data;
  if (watch === undefined) return foldLastPoll(progress, value, at);
  return progress.jobId === undefined ? startWatching(watch, at) : foldPoll(progress, watch, at);
}

/** Applies a job submission by the Step Functions service integration. */
export function foldSubmission(_progress: RunProgress, event: HistoryEvent, at: Date): Step {
  const submission = submissionSchema.safeParse(parseJson(event.taskSubmittedEventDetails?.output)).data;
  if (submission === undefined) return { change: {}, entries: [] };
  const { JobId: jobId, JobName: jobName } = submission;
  return {
    change: { jobId, jobName, jobStatus: "SUBMITTED", jobStatusSince: at },
    entries: [{ at, label: "SUBMITTED", text: `${jobName}, ${jobId}`, tone: "plain" }],
  };
}

/** Applies the last poll. The end of the execution changes the job's status, because it has the exact times. */
function foldLastPoll({ polls }: RunProgress, value: unknown, at: Date): Step {
  const last = lastPollSchema.safeParse(value).data;
  if (last === undefined || polls === undefined) return { change: {}, entries: [] };
  const result = findJobResult(last.failure?.errorMessage ?? JSON.stringify(last.result));
  const found = result === undefined ? last.outcome : (result.status ?? "no job");
  const hasEnded = result === undefined || result.status === null || isTerminal(result.status);
  return { change: { found, endFoundAt: hasEnded ? at : undefined, deadlines: [] }, entries: [] };
}

function startWatching(watch: ShownWatch, at: Date): Step {
  const { jobId, jobName, attached, reused, duplicates } = watch;
  const entries: TimelineEntry[] = [];
  if (attached) entries.push({ at, label: "ATTACHED", text: `to job ${jobId}`, tone: "plain" });
  else {
    const found = reused ? ", found after a lost SubmitJob response" : "";
    entries.push({ at, label: "SUBMITTED", text: `${jobName ?? "job"}, ${jobId}${found}`, tone: "plain" });
  }
  if (duplicates.length > 0)
    entries.push({ at, label: "TERMINATED", text: `duplicate jobs: ${duplicates.join(", ")}`, tone: "notice" });
  const jobStatus = attached ? undefined : "SUBMITTED";
  const deadlines = findDeadlines(watch, jobStatus, at);
  const change = { jobId, jobName: jobName ?? undefined, attached, polls: 0, jobStatus, jobStatusSince: at, deadlines };
  return { change, entries };
}

function foldPoll(progress: RunProgress, watch: ShownWatch, at: Date): Step {
  const { polls, status, statusReason, termination } = watch;
  const jobStatus = status ?? progress.jobStatus;
  const statusChanged = jobStatus !== progress.jobStatus;
  const reason = statusReason ?? undefined;
  const entries: TimelineEntry[] = [];
  if (jobStatus !== undefined && (statusChanged || (reason !== undefined && reason !== progress.jobStatusReason)))
    entries.push({
      at,
      label: jobStatus,
      text: `poll ${polls}${reason === undefined ? "" : `, ${reason}`}`,
      tone: "plain",
    });
  if (termination !== null && !progress.terminating)
    entries.push({
      at,
      label: "TERMINATE",
      text: `${termination.category}: ${termination.reason}; waiting for the job to end`,
      tone: "notice",
    });
  return {
    change: {
      polls,
      jobStatus,
      jobStatusSince: statusChanged ? at : progress.jobStatusSince,
      jobStatusReason: reason,
      found: findFinding(watch),
      deadlines: findDeadlines(watch, jobStatus, statusChanged ? at : (progress.jobStatusSince ?? at)),
      terminating: termination !== null,
    },
    entries,
  };
}

/** Describes what a poll found. A poll without an answer keeps the status of an earlier one. */
function findFinding({ status, missingPolls, outage }: ShownWatch): string {
  if (outage !== undefined && outage !== null) return "no answer from AWS Batch";
  return missingPolls > 0 ? "no job" : (status ?? "no status");
}

const QUEUED = ["SUBMITTED", "PENDING", "RUNNABLE"];

/** Returns the deadlines that apply to the status, the nearest first. */
function findDeadlines(watch: ShownWatch, jobStatus: string | undefined, since: Date): Deadline[] {
  const deadlines: Deadline[] = [];
  const add = (name: string, from: Date | string | null, seconds: number | null): void => {
    if (from !== null && seconds !== null)
      deadlines.push({ name, at: new Date(new Date(from).getTime() + seconds * 1000) });
  };
  if (QUEUED.includes(jobStatus ?? "") && !watch.hasRun)
    add("queue_timeout", watch.queuedSince ?? since, watch.queueTimeoutSeconds);
  if (jobStatus === "RUNNING") add("run_timeout", since, watch.runTimeoutSeconds);
  add("overall_timeout", watch.executionStartedAt, watch.overallTimeoutSeconds);
  return deadlines.sort((one, other) => one.at.getTime() - other.at.getTime());
}
