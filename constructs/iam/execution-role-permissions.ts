import { findArnParts } from "../../workflow/arn";
import type { PolicyStatement } from "./policy-document";

/** Parts of a job that its execution role needs permissions for. */
export interface ExecutionRoleNeeds {
  /** ARN of the private ECR repository of the image. @default the image needs no permissions */
  readonly repositoryArn?: string;
  /** ARN of the Secrets Manager secret with the credentials of the image's registry. @default none */
  readonly imageCredentialsArn?: string;
  /** Secrets of the container: environment variable -> ARN of a Secrets Manager secret or an SSM parameter. */
  readonly secrets: Readonly<Record<string, string>>;
  /** ARNs of customer managed KMS keys that encrypt the secrets. @default keys that AWS manages */
  readonly secretKeyArns?: readonly string[];
}

/** Secrets Manager ARN without JSON key, stage and version. */
const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:[^:]+/;

/**
 * Returns the permissions of an execution role for image and secrets, in addition to those for the log.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/private-registry.html
 */
export function executionStatements({
  repositoryArn,
  imageCredentialsArn,
  secrets,
  secretKeyArns = [],
}: ExecutionRoleNeeds): PolicyStatement[] {
  const arns = [...Object.values(secrets), ...(imageCredentialsArn === undefined ? [] : [imageCredentialsArn])];
  const secretArns = arns.flatMap((arn) => SECRET_ARN.exec(arn)?.[0] ?? []);
  const parameterArns = arns.filter((arn) => !SECRET_ARN.test(arn));
  return [
    ...(repositoryArn === undefined ? [] : pullStatements(repositoryArn)),
    ...readStatements("ReadSecrets", "secretsmanager:GetSecretValue", secretArns),
    ...readStatements("ReadParameters", "ssm:GetParameters", parameterArns),
    ...decryptStatements("DecryptSecrets", secretKeyArns, "secretsmanager", "SecretARN", secretArns),
    ...decryptStatements("DecryptParameters", secretKeyArns, "ssm", "PARAMETER_ARN", parameterArns),
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

/**
 * Allows decrypting with the given keys, only through one service and only the given secrets, which the service names
 * in the encryption context.
 * @param contextKey - key of the encryption context with the ARN of the secret
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
function decryptStatements(
  sid: string,
  keyArns: readonly string[],
  service: "secretsmanager" | "ssm",
  contextKey: "SecretARN" | "PARAMETER_ARN",
  arns: readonly string[],
): PolicyStatement[] {
  if (keyArns.length === 0 || arns.length === 0) return [];
  const regions = new Set(arns.flatMap((arn) => findArnParts(arn)?.region ?? []));
  return [
    {
      sid,
      actions: ["kms:Decrypt"],
      resources: keyArns,
      conditions: {
        StringEquals: {
          "kms:ViaService": [...regions].map((region) => `${service}.${region}.amazonaws.com`),
          [`kms:EncryptionContext:${contextKey}`]: [...new Set(arns)],
        },
      },
    },
  ];
}
