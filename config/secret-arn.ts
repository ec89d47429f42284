import { z } from "zod";
import { PARTITION_NAMES } from "../workflow/partition";

const PARTITION = `(${PARTITION_NAMES.join("|")})`;
const SECRET = String.raw`arn:${PARTITION}:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]{1,512}-[A-Za-z0-9]{6}`;
const PARAMETER = String.raw`arn:${PARTITION}:ssm:[a-z0-9-]+:\d{12}:parameter(/[\w.-]+){1,15}`;
/** JSON key, version stage and version ID of a secret, each optional. */
const SUFFIX = String.raw`:[^:$%{}]*:[\w-]*:([\w-]{32,64})?`;
const EXAMPLE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3";

/**
 * ARN of a secret. It ends with a hyphen and six characters that Secrets Manager adds; a permission for an ARN
 * without them never applies. Names of secrets that services manage contain an exclamation mark.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export const completeSecretArn = z.string().regex(new RegExp(`^${SECRET}$`), {
  error: `the complete ARN of a Secrets Manager secret, like ${EXAMPLE}`,
});

const VALUE_RULE =
  `is not the complete ARN of a Secrets Manager secret, like ${EXAMPLE} ` +
  "with an optional suffix like :password::, or of an SSM parameter";

/**
 * ARN of a secret, with optional JSON key and a version stage or version ID, or of a parameter.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data-secrets.html
 */
export const secretValueArn = z
  .string({ error: VALUE_RULE })
  .regex(new RegExp(`^(${SECRET}(${SUFFIX})?|${PARAMETER})$`), { error: VALUE_RULE, abort: true })
  .refine((arn) => !/:secret:[^:]+:[^:]*:[^:]+:[^:]+$/.test(arn), {
    error: "has a version stage and a version ID, of which ECS accepts only one",
  });
