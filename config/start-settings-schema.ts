import { z } from "zod";
import { arnText, bucketName, choice, executionInput, kmsKeyArn, text, TOPIC_NAME } from "./setting-rules";
import { isScheduleExpression, SCHEDULE_RULE } from "./schedule-expression";

const TIME_ZONE_RULE = "a time zone like Europe/Berlin or UTC";
const KEY_PART_RULE = "a part of an object's key, at most 1,024 bytes";

const EMAIL = /^[\w.+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const EMAIL_RULE = "one e-mail address like team@example.com";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const keyPart = z.string().refine((part) => Buffer.byteLength(part) <= 1_024, { error: KEY_PART_RULE });

/** Settings of automatic starts and notifications, all optional. */
export const START_SETTINGS = {
  /** Schedule of executions; requires SCHEDULE_INPUT. */
  SCHEDULE_EXPRESSION: z.string().refine(isScheduleExpression, { error: SCHEDULE_RULE }).optional(),
  SCHEDULE_TIME_ZONE: z.string().refine(isTimeZone, { error: TIME_ZONE_RULE }).optional(),
  /** Input of scheduled executions. Job queue and job definition default to the environment's own. */
  SCHEDULE_INPUT: executionInput.optional(),
  /** Bucket whose new objects start executions; requires S3_START_INPUT. */
  S3_START_BUCKET: bucketName.optional(),
  S3_START_PREFIX: keyPart.optional(),
  S3_START_SUFFIX: keyPart.optional(),
  /** Input of these executions; the texts `<bucket>` and `<key>` are replaced with the object's. */
  S3_START_INPUT: executionInput.optional(),
  /** SNS topic notified of ended executions: `create`, or the ARN of an existing topic. */
  NOTIFICATION_TOPIC: arnText(
    "sns",
    TOPIC_NAME,
    "create or the ARN of an SNS topic like arn:aws:sns:us-east-1:123456789012:jobs",
    "create",
  ).optional(),
  /** Address subscribed to the created topic; creates one if NOTIFICATION_TOPIC is not set. */
  NOTIFICATION_EMAIL: text(EMAIL, EMAIL_RULE).max(254, { error: EMAIL_RULE }).optional(),
  /** Executions to notify about; with `jobs` also status changes of jobs. */
  NOTIFICATION_ENDS: choice(["all", "failures", "all,jobs", "failures,jobs"]).optional(),
  /** KMS key that encrypts a new topic. */
  NOTIFICATION_KMS_KEY_ARN: kmsKeyArn.optional(),
};

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function isTimeZone(name: string): boolean {
  // Node also accepts offsets like +01:00, which EventBridge rejects.
  if (name.length > 50 || !/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    // Node also accepts any case, and may return another name of the same zone.
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
