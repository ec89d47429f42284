import { findEcrRepositoryArn } from "./ecr-image";
import { memorySizesOf } from "./fargate-sizes";
import { DEFAULT_JOB_IMAGE } from "./job-settings-schema";
import type { Settings } from "./settings-schema";

/** Settings of the created job definition. */
export interface JobConfig {
  readonly image: string;
  /** Whether the image is the sample job's. */
  readonly isSampleImage: boolean;
  /** ARN of the image's private ECR repository. @default an image that needs no permissions */
  readonly repositoryArn?: string;
  /** ARN of the secret with the credentials of the image's registry. @default no credentials */
  readonly imageCredentialsArn?: string;
  /** @default the image's own command, or the sample's with the sample's image */
  readonly command?: readonly string[];
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Size of the container's disk, in GiB. @default Fargate's default */
  readonly ephemeralStorageGib?: number;
  /** @default Fargate's default, X86_64 */
  readonly architecture?: "X86_64" | "ARM64";
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets of the container: environment variable -> ARN of a Secrets Manager secret or an SSM parameter. */
  readonly secrets: Readonly<Record<string, string>>;
  /** ARNs of customer managed KMS keys that encrypt the secrets. */
  readonly secretKeyArns: readonly string[];
  /** Permissions of the created job role. */
  readonly rolePolicy: NonNullable<Settings["JOB_ROLE_POLICY"]>;
  /** ARNs of managed policies of the created job role. */
  readonly rolePolicyArns: readonly string[];
  /** Existing job role. @default a new role */
  readonly roleArn?: string;
  readonly readonlyRootFilesystem: boolean;
  /** @default the attempts of the default retry strategy */
  readonly retryAttempts?: number;
  readonly timeoutSeconds: number;
}

export function toJobConfig(settings: Settings): JobConfig {
  const { JOB_IMAGE: image, JOB_VCPUS: vcpus, JOB_READONLY_ROOT_FILESYSTEM: readonlyRoot } = settings;
  const isSampleImage = image === DEFAULT_JOB_IMAGE;
  const [smallestMemory = 0] = memorySizesOf(vcpus);
  return {
    image,
    isSampleImage,
    ...optional("repositoryArn", findEcrRepositoryArn(image)),
    ...optional("imageCredentialsArn", settings.JOB_IMAGE_CREDENTIALS),
    ...optional("command", settings.JOB_COMMAND),
    vcpus,
    memoryMib: settings.JOB_MEMORY_MIB ?? smallestMemory,
    ...optional("ephemeralStorageGib", settings.JOB_EPHEMERAL_STORAGE_GIB),
    ...optional("architecture", settings.JOB_ARCHITECTURE),
    environment: settings.JOB_ENVIRONMENT ?? {},
    secrets: settings.JOB_SECRETS ?? {},
    secretKeyArns: settings.JOB_SECRETS_KMS_KEY_ARNS ?? [],
    rolePolicy: settings.JOB_ROLE_POLICY ?? [],
    rolePolicyArns: settings.JOB_ROLE_POLICY_ARNS ?? [],
    ...optional("roleArn", settings.JOB_ROLE_ARN),
    readonlyRootFilesystem: readonlyRoot === undefined ? isSampleImage : readonlyRoot === "true",
    ...optional("retryAttempts", settings.JOB_RETRY_ATTEMPTS),
    timeoutSeconds: settings.JOB_TIMEOUT_SECONDS,
  };
}

/** Returns an object with one member, or an empty one if the value is undefined. */
function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  const member: Partial<Record<Key, Value>> = {};
  if (value !== undefined) member[key] = value;
  return member;
}
