/** Why a run did not succeed. The execution's Error is `BatchJob.` followed by the category. */
export const FAILURE_CATEGORIES = [
  "UserError",
  "OutOfMemory",
  "Timeout",
  "HostTerminated",
  "ImagePull",
  "StartFailure",
  "DependencyFailed",
  "Cancelled",
  "Terminated",
  "QueueBlocked",
  "QueueTimeout",
  "RunTimeout",
  "OverallTimeout",
  "NotFound",
  "PollBudget",
  "InvalidRequest",
  "Unknown",
] as const;

export type FailureCategory = (typeof FAILURE_CATEGORIES)[number];

/** Failures that the same request may well survive when it is made again. */
const RETRYABLE: readonly FailureCategory[] = ["HostTerminated", "ImagePull", "StartFailure", "QueueTimeout"];

/** Whether making the same request again, unchanged, has a fair chance. */
export function isRetryable(category: FailureCategory): boolean {
  return RETRYABLE.includes(category);
}

/**
 * Texts by which Batch and ECS say why a job failed, the most telling first: "Task failed to start" also comes with an
 * image that cannot be pulled. classify-failure.ts says where they are looked for; case counts.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/troubleshooting.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * @see https://repost.aws/knowledge-center/ecs-fargate-network-interface-errors
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/
 */
export const REASON_TEXTS: readonly { readonly text: string; readonly category: FailureCategory }[] = [
  { text: "OutOfMemoryError", category: "OutOfMemory" },
  // Of a container on EKS.
  { text: "OOMKilled", category: "OutOfMemory" },
  { text: "Host EC2", category: "HostTerminated" },
  { text: "Your Spot Task was interrupted", category: "HostTerminated" },
  { text: "CannotPull", category: "ImagePull" },
  { text: "CannotStartContainerError", category: "StartFailure" },
  { text: "CannotCreateContainerError", category: "StartFailure" },
  { text: "ResourceInitializationError", category: "StartFailure" },
  { text: "CannotCreateVolumeError", category: "StartFailure" },
  { text: "ContainerRuntimeTimeoutError", category: "StartFailure" },
  { text: "DockerTimeoutError", category: "StartFailure" },
  // Of a network interface, in two spellings, or of storage, on Fargate.
  { text: "Timeout waiting for network interface provisioning", category: "StartFailure" },
  { text: "interface provision complete error", category: "StartFailure" },
  { text: "Timeout waiting for EphemeralStorage provisioning", category: "StartFailure" },
  { text: "Task failed to start", category: "StartFailure" },
  { text: "Canceled by JobStateTimeLimit action", category: "QueueBlocked" },
  { text: "Job attempt duration exceeded timeout", category: "Timeout" },
  { text: "Dependent Job failed", category: "DependencyFailed" },
];
