import type { Job } from "../../workflow/result/job";

export const JOB_ID = "876da822-4198-45f2-a252-6cea32512ea8";
export const JOB_ARN = `arn:aws:batch:us-east-2:123456789012:job/${JOB_ID}`;
export const CREATED_AT_MS = Date.parse("2026-01-01T00:00:00.000Z");

/** A job that waited 30 s, ran 90 s and failed with exit code 1. The given fields override it. */
export function givenJob(fields: Job = {}): Job {
  const container = { exitCode: 1, logStreamName: "sample/default/0123456789abcdef" };
  return {
    jobId: JOB_ID,
    jobArn: JOB_ARN,
    jobName: "my-job",
    status: "FAILED",
    statusReason: "Essential container in task exited",
    createdAt: CREATED_AT_MS,
    startedAt: CREATED_AT_MS + 30_000,
    stoppedAt: CREATED_AT_MS + 120_000,
    isTerminated: false,
    isCancelled: false,
    container,
    attempts: [
      {
        container,
        startedAt: CREATED_AT_MS + 30_000,
        stoppedAt: CREATED_AT_MS + 120_000,
        statusReason: "Essential container in task exited",
      },
    ],
    ...fields,
  };
}

/** Failed jobs with known texts of Batch and ECS, and their expected category. */
export const FAILURES: readonly (readonly [title: string, category: string, fields: Job])[] = [
  ["a non-zero exit code", "UserError", {}],
  ["exit code 137 without a word about memory", "UserError", { container: { exitCode: 137 } }],
  [
    "exit code 137 with the text of the OOM killer",
    "OutOfMemory",
    { container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" } },
  ],
  [
    "an interrupted EC2 Spot instance",
    "HostTerminated",
    { statusReason: "Host EC2 (instance i-0abcdef1234567890) terminated.", container: {}, attempts: [] },
  ],
  [
    "an interrupted Fargate Spot task, reason in the attempt",
    "HostTerminated",
    { container: { exitCode: 143 }, attempts: [{ statusReason: "Your Spot Task was interrupted." }] },
  ],
  [
    "an interrupted Fargate Spot task, reason in the job",
    "HostTerminated",
    { statusReason: "Your Spot Task was interrupted.", container: { exitCode: 143 } },
  ],
  [
    "an image that cannot be pulled, although the task also failed to start",
    "ImagePull",
    {
      statusReason: "Task failed to start",
      container: { reason: "CannotPullContainerError: pull image manifest has been retried 5 time(s)" },
      attempts: [],
    },
  ],
  [
    "an image whose manifest cannot be pulled",
    "ImagePull",
    { container: { reason: "CannotPullImageManifestError: Error response from daemon" } },
  ],
  ["a task that failed to start", "StartFailure", { statusReason: "Task failed to start", container: {} }],
  [
    "a command that does not exist",
    "StartFailure",
    { container: { exitCode: 127, reason: 'CannotStartContainerError: exec: "nope": not found in $PATH' } },
  ],
  [
    "a container that cannot be created",
    "StartFailure",
    { container: { reason: "CannotCreateContainerError: API error (500): devmapper" } },
  ],
  [
    "a secret that cannot be read",
    "StartFailure",
    { statusReason: "ResourceInitializationError: unable to pull secrets or registry auth", container: {} },
  ],
  [
    "a network interface that did not come",
    "StartFailure",
    { statusReason: "Timeout waiting for network interface provisioning to complete.", container: {} },
  ],
  [
    "a queue that cancels stuck jobs, for a misconfiguration",
    "QueueBlocked",
    {
      statusReason:
        "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
      isCancelled: true,
      container: {},
      attempts: [],
    },
  ],
  [
    "a queue that cancels stuck jobs when capacity is insufficient",
    "QueueBlocked",
    {
      statusReason: "Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
      container: {},
      attempts: [],
    },
  ],
  [
    "a job that ran too long",
    "Timeout",
    { statusReason: "Job attempt duration exceeded timeout", isTerminated: true, container: { exitCode: 137 } },
  ],
  [
    "a job whose dependency failed",
    "DependencyFailed",
    { statusReason: "Dependent Job failed", container: {}, attempts: [] },
  ],
  [
    "a terminated job whose reason mentions a text of Batch's",
    "Terminated",
    { statusReason: "moving off Host EC2 fleet", isTerminated: true, isCancelled: true },
  ],
  [
    "a cancelled job whose reason mentions a text of ECS's",
    "Cancelled",
    { statusReason: "operator: saw OutOfMemoryError", isCancelled: true, container: {}, attempts: [] },
  ],
  ["a terminated job", "Terminated", { statusReason: "no longer needed", isTerminated: true, isCancelled: true }],
  [
    "a cancelled job",
    "Cancelled",
    { statusReason: "no longer needed", isCancelled: true, container: {}, attempts: [] },
  ],
  ["an unknown text", "Unknown", { statusReason: "The moon is in the wrong phase", container: {}, attempts: [] }],
  ["exit code 0 of a job that failed", "Unknown", { container: { exitCode: 0 } }],
  ["nothing at all", "Unknown", { statusReason: undefined, container: undefined, attempts: undefined }],
  [
    "a last attempt that failed for another reason than the first",
    "UserError",
    {
      container: { exitCode: 2 },
      attempts: [
        { statusReason: "Host EC2 (instance i-1) terminated.", container: { exitCode: 1 } },
        { statusReason: "Essential container in task exited", container: { exitCode: 2 } },
      ],
    },
  ],
];
