import { z } from "zod";
import { bucketName, choice, executionInput, text } from "./setting-rules";
import { isScheduleExpression, SCHEDULE_RULE } from "./schedule-expression";

const TIME_ZONE_RULE = "a time zone like Europe/Berlin or UTC";
const KEY_PART_RULE = "a part of an object's key, at most 1,024 bytes";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const keyPart = z.string().refine((part) => Buffer.byteLength(part) <= 1_024, { error: KEY_PART_RULE });

/** What starts executions by itself, and who is told of their end; all of it is left out unless it is asked for. */
export const START_SETTINGS = {
  /** When executions are started; together with SCHEDULE_INPUT. */
  SCHEDULE_EXPRESSION: z.string().refine(isScheduleExpression, { error: SCHEDULE_RULE }).optional(),
  SCHEDULE_TIME_ZONE: z.string().refine(isTimeZone, { error: TIME_ZONE_RULE }).optional(),
  /** Input of scheduled executions; queue and job definition are the environment's own unless it names others. */
  SCHEDULE_INPUT: executionInput.optional(),
  /** Bucket whose new objects start executions; together with S3_START_INPUT. */
  S3_START_BUCKET: bucketName.optional(),
  S3_START_PREFIX: keyPart.optional(),
  S3_START_SUFFIX: keyPart.optional(),
  /** Input of those executions; a text that is `<bucket>` or `<key>` becomes the object's. */
  S3_START_INPUT: executionInput.optional(),
  /** SNS topic that is told of executions that have ended: one of our own, or an existing one. */
  NOTIFICATION_TOPIC: text(
    /^(create|arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256})$/,
    "create or the ARN of an SNS topic like arn:aws:sns:us-east-1:123456789012:jobs",
  ).optional(),
  NOTIFICATION_ENDS: choice(["all", "failures"]).optional(),
  /** KMS key that encrypts a topic of our own. */
  NOTIFICATION_KMS_KEY_ARN: text(
    /^arn:aws(-cn|-us-gov)?:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,64}$/,
    "the ARN of a KMS key like arn:aws:kms:us-east-1:123456789012:key/ID",
  ).optional(),
};

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function isTimeZone(name: string): boolean {
  // Node also takes offsets like +01:00, which EventBridge does not know.
  if (name.length > 50 || !/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    // Node also takes any case; of a zone with several names, it tells another.
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
