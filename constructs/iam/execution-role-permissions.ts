import type { PolicyStatement } from "./policy-document";

/** Parts of a job that its execution role needs permissions for. */
export interface ExecutionRoleNeeds {
  /** ARN of the private ECR repository of the image. @default the image needs no permissions */
  readonly repositoryArn?: string;
  /** Secrets of the container: environment variable -> ARN of a Secrets Manager secret or an SSM parameter. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Secrets Manager ARN without JSON key, stage and version. */
const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:[^:]+/;

/**
 * Returns the permissions of an execution role for image and secrets, in addition to those for the log.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html
 */
export function executionStatements({ repositoryArn, secrets }: ExecutionRoleNeeds): PolicyStatement[] {
  const arns = Object.values(secrets);
  const secretArns = arns.flatMap((arn) => SECRET_ARN.exec(arn)?.[0] ?? []);
  const parameterArns = arns.filter((arn) => !SECRET_ARN.test(arn));
  return [
    ...(repositoryArn === undefined ? [] : pullStatements(repositoryArn)),
    ...readStatements("ReadSecrets", "secretsmanager:GetSecretValue", secretArns),
    ...readStatements("ReadParameters", "ssm:GetParameters", parameterArns),
  ];
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

function readStatements(sid: string, action: string, arns: readonly string[]): PolicyStatement[] {
  return arns.length === 0 ? [] : [{ sid, actions: [action], resources: [...new Set(arns)] }];
}
