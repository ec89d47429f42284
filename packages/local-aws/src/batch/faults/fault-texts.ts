import { FAILED_TO_START } from "../jobs/job-texts";

/**
 * Status reasons of a job that blocks its queue in RUNNABLE, by reason code. AWS itself uses the en dash in
 * SERVICE_ROLE_PERMISSIONS.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export const STUCK_REASONS = {
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY":
    " - Service cannot fulfill the capacity requested for instance type m5.large",
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE":
    " - CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT":
    " - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.",
  "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED":
    " - Your compute environment associated with this job queue has an unsupported instance type configuration.",
  "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS": " – Batch service role has a permission issue.",
  ACTION_REQUIRED: " - CE(s) associated with the job queue are invalid.",
  UNDETERMINED: " - Batch job is blocked, root cause is undetermined.",
} as const;
export type StuckCode = keyof typeof STUCK_REASONS;

/** Exit code and texts of an ended attempt: `statusReason` from Batch, `reason` from the ECS container. */
export interface EndTexts {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason?: string;
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html */
export const HOST_TERMINATED: EndTexts = { statusReason: "Host EC2 (instance i-0123456789abcdef0) terminated." };

/**
 * Texts of a reclaimed Spot Instance or Fargate Spot task. A Spot Instance ends like any terminated host. ECS stops a
 * Fargate Spot task, and Batch returns the task's stoppedReason.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export const SPOT_RECLAIMED: Readonly<Record<"EC2" | "FARGATE", EndTexts>> = {
  EC2: HOST_TERMINATED,
  FARGATE: { exitCode: 137, statusReason: "Your Spot Task was interrupted." },
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
export const OUT_OF_MEMORY: EndTexts = {
  exitCode: 137,
  reason: "OutOfMemoryError: Container killed due to memory usage",
};
/** Exit code 128 + SIGKILL, which can have causes other than memory. */
export const KILLED: EndTexts = { exitCode: 137 };

const PULL_ERROR = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref";
/**
 * Texts of a failed image pull. On EC2 the container's `reason` contains the error. On Fargate the task's stopped
 * reason contains it and becomes the `statusReason`.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export const IMAGE_PULL_FAILED: Readonly<Record<"EC2" | "FARGATE", EndTexts>> = {
  EC2: { reason: PULL_ERROR, statusReason: FAILED_TO_START },
  FARGATE: { statusReason: PULL_ERROR },
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html */
export const START_FAILED: Readonly<Record<"EC2" | "FARGATE", EndTexts>> = {
  EC2: {
    reason: "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s",
    statusReason: FAILED_TO_START,
  },
  FARGATE: {
    statusReason:
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed",
  },
};

/** @see https://docs.aws.amazon.com/batch/latest/userguide/security_iam_troubleshoot.html */
export const NOT_AUTHORIZED =
  "User: arn:aws:sts::123456789012:assumed-role/function/function is not authorized to perform the operation";

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html */
export const TOKEN_EXPIRED = "The security token included in the request is expired";
export const REQUEST_TIMEOUT = "Timed out while reading the request.";

/** Page returned by a proxy between the function and Batch. */
export const GATEWAY_PAGE =
  "<html><head><title>Proxy</title></head><body><h1>The proxy has blocked this request</h1></body></html>";
