import { z } from "zod";
import type { PageRequest } from "../../paging";
import { ApiError } from "./api-error";

const DEFAULT_PAGE_SIZE = 100;

export const arnSchema = z.string().min(1).max(256);
export const nameSchema = z.string().min(1).max(80);
export const definitionTextSchema = z.string().min(1).max(1_048_576);
/**
 * Maximum size of the input and output of an execution or task, in bytes of UTF-8.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_DATA_BYTES = 262_144;
export const dataSchema = z.string().check(({ value, issues }) => {
  if (Buffer.byteLength(value) > MAX_DATA_BYTES)
    issues.push({ code: "too_big", origin: "string", maximum: MAX_DATA_BYTES, inclusive: true, input: value });
});
export const pageSizeSchema = z.number().int().min(0).max(1000).optional();
export const tokenSchema = z.string().min(1).max(1024).optional();
export const tagSchema = z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) });
export const typeSchema = z.enum(["STANDARD", "EXPRESS"]);

export const loggingSchema = z.strictObject({
  level: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).default("OFF"),
  includeExecutionData: z.boolean().default(false),
  destinations: z
    .array(z.strictObject({ cloudWatchLogsLogGroup: z.strictObject({ logGroupArn: arnSchema.optional() }).optional() }))
    .optional(),
});

type Logging = z.infer<typeof loggingSchema>;
const LOG_GROUP_ARN = /^arn:aws[a-z-]*:logs:[^:]*:[^:]*:log-group:/u;

/**
 * Returns what is wrong with a logging configuration, in the words of AWS.
 * @see https://github.com/badmintoncryer/cdk-preflight rule pf-sfn-logging-destination
 */
export function findLoggingProblem({ level, destinations = [] }: Logging): string | undefined {
  if (destinations.length > 1 || (destinations.length === 0 && level !== "OFF"))
    return "Must specify exactly one Log Destination.";
  if (level === "OFF") return undefined;
  const arn = destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  if (arn === undefined) return "Must set valid CloudWatch Log Group ARN.";
  if (!LOG_GROUP_ARN.test(arn)) return "Provided ARN is not CloudWatch Logs Log Group ARN.";
  return arn.endsWith(":*") ? undefined : "Log Group ARN must be provided with '*' qualifier.";
}

/** Amount of data in the reply of a Describe operation. */
export const includedDataSchema = z.enum(["ALL_DATA", "METADATA_ONLY"]).optional();

export const tracingSchema = z.strictObject({ enabled: z.boolean().default(false) });

export const encryptionSchema = z.strictObject({
  type: z.enum(["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"]),
  kmsKeyId: z.string().min(1).max(2048).optional(),
  kmsDataKeyReusePeriodSeconds: z.number().int().min(60).max(900).optional(),
});

/**
 * Returns what is wrong with an encryption configuration, in the words of AWS.
 * @see https://github.com/badmintoncryer/cdk-preflight rule pf-sfn-encryption-config
 */
export function findEncryptionProblem(encryption: z.infer<typeof encryptionSchema>): string | undefined {
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } = encryption;
  if (type === "CUSTOMER_MANAGED_KMS_KEY") return kmsKeyId === undefined ? "Must set a valid kmsKeyId." : undefined;
  const custom = Object.entries({ kmsKeyId, kmsDataKeyReusePeriodSeconds }).find(([, value]) => value !== undefined);
  return custom === undefined ? undefined : `Custom ${custom[0]} is not allowed when selecting AWS_OWNED_KEY.`;
}

/** Converts the paging members of a call. Without `maxResults`, or if it is 0, a page has 100 items. */
export const toPageRequest = ({
  maxResults = 0,
  nextToken,
}: {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}): PageRequest => ({
  size: maxResults === 0 ? DEFAULT_PAGE_SIZE : maxResults,
  nextToken,
  invalidToken: () => new ApiError("InvalidToken", "Invalid Token: 'Invalid token'"),
});

/**
 * White space, brackets, wildcards, special characters and control characters.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** Checks the characters of the name of a state machine or an execution. @throws ApiError InvalidName */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw new ApiError("InvalidName", `Invalid Name: '${name}'`);
}
