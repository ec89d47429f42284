import type { FailureCategory } from "./failure";

/** A text by which Batch, ECS or Kubernetes states why a job failed. */
export interface ReasonText {
  readonly text: string;
  readonly category: FailureCategory;
  /** Whether the same request may succeed. @default the category's own answer, unless a permanent text is present */
  readonly retryable?: boolean;
  /** The reason is this text, or starts with it and a colon. @default the text stands anywhere in the reason */
  readonly whole?: boolean;
  /** Batch starts the statusReason with it, also where it ends the job by a call of its own. */
  readonly startsStatus?: boolean;
}

/** Texts that all mean one category. */
const each = (category: FailureCategory, texts: readonly string[]): ReasonText[] =>
  texts.map((text) => ({ text, category }));

/**
 * Known reasons, the most specific first: "Task failed to start" also comes with an image that cannot be pulled.
 * classify-failure.ts says where they are searched; case is ignored.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/troubleshooting.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 * @see https://github.com/aws/amazon-ecs-agent (names of the agent's errors)
 * @see https://repost.aws/knowledge-center/ecs-fargate-network-interface-errors
 * @see https://repost.aws/knowledge-center/ecs-fargate-runtask-capacity
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/
 */
export const REASON_TEXTS: readonly ReasonText[] = [
  ...each("OutOfMemory", ["OutOfMemoryError", "OOMKilled"]),
  // Capacity may be back; a misconfiguration stays.
  {
    text: "Canceled by JobStateTimeLimit action due to reason: CAPACITY",
    category: "QueueBlocked",
    retryable: true,
    startsStatus: true,
  },
  { text: "Canceled by JobStateTimeLimit action", category: "QueueBlocked", startsStatus: true },
  { text: "Job attempt duration exceeded timeout", category: "Timeout", startsStatus: true },
  { text: "Dependent Job failed", category: "DependencyFailed", startsStatus: true },
  { text: "Host EC2 (instance", category: "HostTerminated", startsStatus: true },
  { text: "Your Spot Task was interrupted", category: "HostTerminated", startsStatus: true },
  ...each("HostTerminated", [
    "Host EC2",
    "SpotInterruption",
    "Spot interruption",
    // A container instance that is drained or deregistered while it runs the task.
    "draining",
    "deregist",
    // Fargate: maintenance that retires the task.
    "underlying infrastructure",
    "underlying host",
    // EKS: the node shut down, was lost, or ran out of a resource.
    "imminent node shutdown",
    "NodeShutdown",
    "NodeLost",
    "ContainerStatusUnknown",
    "Evicted",
    "Preempting",
  ]),
  // EKS: a name or policy that no retry changes.
  { text: "InvalidImageName", category: "ImagePull", retryable: false },
  { text: "ErrImageNeverPull", category: "ImagePull", retryable: false },
  ...each("ImagePull", ["CannotPull", "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable"]),
  // A config map or secret that does not exist; a command that the container runtime cannot run.
  { text: "CreateContainerConfigError", category: "StartFailure", retryable: false },
  { text: "ContainerCannotRun", category: "StartFailure", retryable: false },
  { text: "Container Overrides length must be at most", category: "StartFailure", retryable: false },
  ...each("StartFailure", [
    "CannotStartContainerError",
    "CannotCreateContainerError",
    "CannotInspectContainerError",
    "CannotDescribeContainerError",
    "CannotStopContainerError",
    "CannotCreateVolumeError",
    "CannotGetDockerClient",
    "CannotListContainersError",
    "CgroupError",
    "HostResourceError",
    "ContainerRuntimeError",
    "ContainerRuntimeTimeoutError",
    "DockerTimeoutError",
    "DockerStateError",
    "ResourceInitializationError",
    "InternalError",
    "CreateContainerError",
    "RunContainerError",
    "UnexpectedAdmissionError",
    // The role may not have propagated yet.
    "ECS was unable to assume the role",
    "Capacity is unavailable at this time",
    // Secrets and parameters; whether one exists is in the permanent texts.
    "Fetching secret data",
    "unable to pull secrets",
    "unable to retrieve secret",
    "failed to fetch secret",
    "unable to retrieve ecr registry auth",
    // Fargate: a network interface, in two spellings, or storage.
    "Timeout waiting for network interface provisioning",
    "interface provision complete error",
    "Timeout waiting for EphemeralStorage provisioning",
    "TaskFailedToStart",
    "Task failed to start",
  ]),
  // Reasons for which RunTask cannot place a task: the agent is disconnected, or the instance is full.
  { text: "AGENT", category: "StartFailure", whole: true },
  { text: "RESOURCE", category: "StartFailure", whole: true },
  { text: "StartError", category: "StartFailure", retryable: false, whole: true },
];

/**
 * Details of an image or a start that fail the same way again: something does not exist, is not allowed or is not
 * valid. Lower case.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cannot-start-container.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html
 */
export const PERMANENT_TEXTS: readonly string[] = [
  // Image
  "manifest unknown",
  "manifest not found",
  "manifest_unknown",
  "name unknown",
  "name_unknown",
  "image not found",
  "no such image",
  "repository not found",
  ": not found",
  "does not exist",
  "doesn't exist",
  "invalid reference",
  "no matching manifest",
  "does not contain descriptor matching platform",
  "exec format error",
  // Permission
  "access denied",
  "accessdenied",
  "not authorized",
  "unauthorized",
  "forbidden",
  "no basic auth credentials",
  "access to kms is not allowed",
  // Command and user
  "executable file not found",
  "no such file or directory",
  "permission denied",
  "is a directory",
  "unable to find user",
  "unable to find group",
  "no matching entries in passwd file",
  "no matching entries in group file",
  "no such user",
  "no such group",
  // Log group, secret and parameter
  "reserved for aws",
  "invalidparameter",
  "resourcenotfound",
  "parameternotfound",
  "invalid parameters",
  "invalid ssm parameters",
  "can't find the specified secret",
  "contain json key",
  // Container settings
  "minimum memory limit",
  "invalid mount",
  "invalid volume",
  "could not select device driver",
];
