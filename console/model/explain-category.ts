import type { FailureCategory } from "../../workflow/failure-category";

/** A failure in words: what happened, and what a person can do about it. */
export interface Explanation {
  readonly what: string;
  readonly next: readonly string[];
}

const READ_LOG = "Read the job's log.";

/** docs/workflow.md says when each of them is given. */
export const CATEGORY_EXPLANATIONS: Readonly<Record<FailureCategory, Explanation>> = {
  UserError: {
    what: "The job's own program ended with an exit code other than 0",
    next: [READ_LOG, "Correct the program or its input; the same request would end the same way."],
  },
  OutOfMemory: {
    what: "The container needed more memory than it is given",
    next: ["Give it more: MEMORY in containerOverrides.resourceRequirements, or in the job definition."],
  },
  Timeout: {
    what: "An attempt ran longer than the job definition's timeout",
    next: [READ_LOG, "Raise the timeout in the job definition, or give run_timeout in the input."],
  },
  RunTimeout: {
    what: "An attempt ran longer than run_timeout",
    next: [READ_LOG, "Raise run_timeout in the input, or make the program faster."],
  },
  HostTerminated: {
    what: "The machine under the job was taken away",
    next: ["Start the same request again; the job itself did nothing wrong."],
  },
  ImagePull: {
    what: "The container's image could not be pulled",
    next: [
      "Check the image's name and tag in the job definition, and the execution role's access to its registry.",
      "If both are right, start the same request again: registries have bad moments.",
    ],
  },
  StartFailure: {
    what: "The container could not be started",
    next: [
      "Read the reason: often a secret, a log group, a network way or a command is missing.",
      "Then start the same request again.",
    ],
  },
  DependencyFailed: {
    what: "A job that this one depends on failed, so this one never ran",
    next: ["Find out why the jobs in dependsOn failed, and start those again first."],
  },
  Cancelled: { what: "Somebody cancelled the job before it ran", next: ["The reason below is theirs."] },
  Terminated: { what: "Somebody terminated the job", next: ["The reason below is theirs.", READ_LOG] },
  QueueBlocked: {
    what: "The job queue cannot run the job",
    next: ["Compare what the job asks for with what the compute environment offers: vCPUs, memory, platform, state."],
  },
  QueueTimeout: {
    what: "The job was still queued when queue_timeout had passed, and was terminated",
    next: ["Look at what fills the job queue, or raise queue_timeout; the same request may well succeed later."],
  },
  OverallTimeout: {
    what: "The job had not ended when overall_timeout had passed, and was terminated",
    next: ["See below whether it waited or ran too long, then raise overall_timeout or mend that."],
  },
  NotFound: {
    what: "AWS Batch does not know the job any more, or never did",
    next: ["Check the jobId; Batch forgets finished jobs after some days."],
  },
  PollBudget: {
    what: "The job had not ended after as many polls as an execution's history holds",
    next: ["The job may still run: attach to it with a longer wait_time."],
  },
  InvalidRequest: {
    what: "The request was refused before any job ran",
    next: ["Correct the input as the reason says; nothing was submitted."],
  },
  Unknown: {
    what: "The job failed for a reason that is not known",
    next: ["Read the reasons in AWS Batch's own words.", READ_LOG],
  },
};
