import type { HistoryEvent } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { jobWatchSchema } from "../../../workflow/result/job-watch";
import { parseJson } from "../job-result-schema";
import type { RunProgress, Step, TimelineEntry } from "./run-progress";

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
});
type ShownWatch = z.output<typeof shownWatchSchema>;

const waitSchema = z.object({ waitSeconds: fields.waitSeconds });
const submissionSchema = z.object({ JobId: z.string(), JobName: z.string() });

/** Returns the duration of a wait, in seconds; undefined if the input does not contain it. */
export const readWaitSeconds = (input: string | undefined): number | undefined =>
  waitSchema.safeParse(parseJson(input)).data?.waitSeconds;

/** Applies the output of `Submit Job`, or of `Get Job Status` while the job is running. */
export function foldStateOutput(progress: RunProgress, output: string | undefined, at: Date): Step {
  const watch = shownWatchSchema.safeParse(parseJson(output)).data;
  if (watch === undefined) return { change: {}, entries: [] };
  return progress.jobId === undefined ? startWatching(watch, at) : foldPoll(progress, watch, at);
}

/** Applies a job submission by the Step Functions service integration. */
export function foldSubmission(_progress: RunProgress, event: HistoryEvent, at: Date): Step {
  const submission = submissionSchema.safeParse(parseJson(event.taskSubmittedEventDetails?.output)).data;
  if (submission === undefined) return { change: {}, entries: [] };
  const { JobId: jobId, JobName: jobName } = submission;
  return {
    change: { jobId, jobStatus: "SUBMITTED", jobStatusSince: at },
    entries: [{ at, label: "SUBMITTED", text: `${jobName}, ${jobId}`, tone: "plain" }],
  };
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
  return { change: { jobId, polls: 0, jobStatus, jobStatusSince: at }, entries };
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
      terminating: termination !== null,
    },
    entries,
  };
}
