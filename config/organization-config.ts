import type { IgnoredTags } from "./organization-settings-schema";
import type { Settings } from "./settings-schema";

/** Rules of the organization that the account belongs to. */
export interface OrganizationConfig {
  /** Tags of all resources, in addition to the environment's own. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tags that Terraform ignores. @default none */
  readonly ignoredTags?: IgnoredTags;
  /** Permissions boundary of all roles. @default the boundary of the environment, and none for the deploy roles */
  readonly permissionsBoundaryArn?: string;
  /** Prefix of the IAM paths of roles and policies. @default "/" */
  readonly rolePath?: string;
  /** KMS key of logs, states, queues and topics. @default keys that AWS owns */
  readonly kmsKeyArn?: string;
}

export function toOrganizationConfig(settings: Settings): OrganizationConfig {
  const { TAGS: tags, IGNORE_TAGS: ignoredTags, PERMISSIONS_BOUNDARY_ARN: permissionsBoundaryArn } = settings;
  const { ROLE_PATH: rolePath, KMS_KEY_ARN: kmsKeyArn } = settings;
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(ignoredTags === undefined ? {} : { ignoredTags }),
    ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundaryArn }),
    ...(rolePath === undefined ? {} : { rolePath }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
  };
}
