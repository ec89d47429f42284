import type { FailureCategory } from "../../workflow/result/failure";

/** Description of a failure, with next steps for the user. */
export interface Explanation {
  readonly what: string;
  readonly next: readonly string[];
}

/** Next step for jobs of which a container wrote a log. */
export const READ_LOG = "Read the job's log.";

/** Texts for each failure category. docs/workflow.md defines the categories. */
export const CATEGORY_EXPLANATIONS: Readonly<Record<FailureCategory, Explanation>> = {
  UserError: {
    what: "The job's program exited with a non-zero exit code",
    next: [READ_LOG, "Correct the program or its input. The same request would fail again."],
  },
  OutOfMemory: {
    what: "The container exceeded its memory limit",
    next: ["Increase MEMORY in containerOverrides.resourceRequirements or in the job definition."],
  },
  Timeout: {
    what: "An attempt exceeded the job definition's timeout",
    next: [READ_LOG, "Increase the timeout in the job definition, or set run_timeout in the input."],
  },
  RunTimeout: {
    what: "An attempt exceeded run_timeout",
    next: [READ_LOG, "Increase run_timeout in the input, or make the program faster."],
  },
  HostTerminated: {
    what: "The host that ran the job was terminated",
    next: ["Start the same request again. The job did not cause the failure."],
  },
  ImagePull: {
    what: "The container image could not be pulled",
    next: [
      "Check the image name and tag in the job definition, and the execution role's access to the registry.",
      "If both are correct, start the same request again. The failure can be temporary.",
    ],
  },
  StartFailure: {
    what: "The container could not be started",
    next: [
      "Read the reason. Common causes: a missing secret or log group, no network route, or an unknown command.",
      "Correct the cause, then start the same request again.",
    ],
  },
  DependencyFailed: {
    what: "A job in dependsOn failed, so this job did not run",
    next: ["Find the cause in the jobs listed in dependsOn, and run those jobs again first."],
  },
  Cancelled: { what: "The job was cancelled before it ran", next: ["Read the reason that was given to CancelJob."] },
  Terminated: {
    what: "The job was terminated with TerminateJob",
    next: ["Read the reason that was given to TerminateJob.", READ_LOG],
  },
  QueueBlocked: {
    what: "The job queue cannot run the job",
    next: ["Compare the job's requirements with the compute environment: vCPUs, memory, platform and state."],
  },
  QueueTimeout: {
    what: "The job was terminated because it was still queued after queue_timeout",
    next: ["Check which jobs fill the job queue, or increase queue_timeout. The same request can succeed later."],
  },
  OverallTimeout: {
    what: "The job was terminated because it had not ended after overall_timeout",
    next: ["Check how long the job was queued and how long it ran. Correct the cause, or increase overall_timeout."],
  },
  NotFound: {
    what: "AWS Batch has no job with this ID",
    next: ["Check the jobId and its region. AWS Batch deletes finished jobs after some days."],
  },
  PollBudget: {
    what: "The job had not ended after the maximum number of polls",
    next: ["The job may still be running. Start an execution with its jobId and a longer wait_time."],
  },
  InvalidRequest: {
    what: "The request was rejected before a job was submitted",
    next: ["Correct the input as described in the reason."],
  },
  Unknown: {
    what: "The job failed for an unknown reason",
    next: ["Read the reasons that AWS Batch reported.", READ_LOG],
  },
};
