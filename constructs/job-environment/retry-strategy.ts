/**
 * Retry strategy for job definitions: Batch tries again what the job is not to blame for, and nothing else.
 * All match the statusReason, which is where a Fargate task says it; on EC2 an image that cannot be pulled is a task
 * that failed to start, and only the container's reason names the image. The last rule is needed because a failure
 * that matches no rule is retried; five rules is Batch's limit. What cannot be initialized on Fargate is not tried
 * again: it mostly has no permission, secret or route, and takes minutes to fail.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * @see https://repost.aws/knowledge-center/ecs-fargate-network-interface-errors
 */
export const DEFAULT_RETRY_STRATEGY = {
  attempts: 3,
  evaluateOnExit: [
    { onStatusReason: "Host EC2*", action: "RETRY" },
    { onStatusReason: "Your Spot Task was interrupted*", action: "RETRY" },
    { onStatusReason: "CannotPullContainer*", action: "RETRY" },
    // "Task failed to start", and on Fargate "Timeout waiting for network interface provisioning to complete." and
    // the like.
    { onStatusReason: "T*", action: "RETRY" },
    { onReason: "*", action: "EXIT" },
  ],
} as const;
