import type { PolicyStatement } from "./policy-document";

/** Parts of a job that its execution role needs permissions for. */
export interface ExecutionRoleNeeds {
  /** ARN of the private ECR repository of the image. @default the image needs no permissions */
  readonly repositoryArn?: string;
}

/**
 * Returns the permissions of an execution role for the image, in addition to those for the log.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
 */
export function executionStatements({ repositoryArn }: ExecutionRoleNeeds): PolicyStatement[] {
  return repositoryArn === undefined ? [] : pullStatements(repositoryArn);
}

function pullStatements(repositoryArn: string): PolicyStatement[] {
  return [
    // This action does not support resource-level permissions.
    { sid: "LogInToRegistry", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repositoryArn],
    },
  ];
}
