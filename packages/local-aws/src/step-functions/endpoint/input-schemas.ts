import { z } from "zod";
import type { PageRequest } from "../../paging";
import { ApiError } from "./api-error";

const DEFAULT_PAGE_SIZE = 100;

export const arnSchema = z.string().min(1).max(256);
export const nameSchema = z.string().min(1).max(80);
export const definitionTextSchema = z.string().min(1).max(1_048_576);
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

/** Amount of data in the reply of a Describe operation. */
export const includedDataSchema = z.enum(["ALL_DATA", "METADATA_ONLY"]).optional();

export const tracingSchema = z.strictObject({ enabled: z.boolean().default(false) });

export const encryptionSchema = z.strictObject({
  type: z.enum(["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"]),
  kmsKeyId: z.string().min(1).max(2048).optional(),
  kmsDataKeyReusePeriodSeconds: z.number().int().min(60).max(900).optional(),
});

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
