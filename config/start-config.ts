import type { Settings } from "./settings-schema";

type ExecutionInput = Readonly<Record<string, unknown>>;

/** Scheduled executions. */
export interface ScheduleConfig {
  readonly expression: string;
  readonly timeZone: string;
  readonly input: ExecutionInput;
}

/** Executions started by new objects in an existing bucket. */
export interface ObjectCreatedConfig {
  readonly bucket: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly input: ExecutionInput;
}

/** Notifications about ended executions. */
export interface NotificationConfig {
  /** ARN of an existing topic. @default a new topic */
  readonly topicArn?: string;
  /** Address subscribed to a new topic. */
  readonly email?: string;
  /** KMS key of a new topic. */
  readonly kmsKeyArn?: string;
  readonly ends: "all" | "failures";
  /** Whether to notify also about status changes of jobs. @default false */
  readonly jobs?: boolean;
}

/** Optional triggers and notifications. */
export interface StartConfig {
  readonly schedule?: ScheduleConfig;
  readonly objectCreated?: ObjectCreatedConfig;
  readonly notification?: NotificationConfig;
}

export function toStartConfig(settings: Settings): StartConfig {
  const { SCHEDULE_EXPRESSION: expression, SCHEDULE_INPUT: scheduled, SCHEDULE_TIME_ZONE: timeZone } = settings;
  const { S3_START_BUCKET: bucket, S3_START_INPUT: input } = settings;
  const { S3_START_PREFIX: prefix, S3_START_SUFFIX: suffix } = settings;
  const filter = { ...(prefix === undefined ? {} : { prefix }), ...(suffix === undefined ? {} : { suffix }) };
  return {
    ...(expression === undefined || scheduled === undefined
      ? {}
      : { schedule: { expression, timeZone: timeZone ?? "UTC", input: scheduled } }),
    ...(bucket === undefined || input === undefined ? {} : { objectCreated: { bucket, ...filter, input } }),
    ...toNotificationConfig(settings),
  };
}

function toNotificationConfig(settings: Settings): Pick<StartConfig, "notification"> {
  const { NOTIFICATION_TOPIC: topic, NOTIFICATION_EMAIL: email, NOTIFICATION_ENDS: choice = "all" } = settings;
  const ends = choice.startsWith("all") ? "all" : "failures";
  const about = { ends, ...(choice.endsWith(",jobs") ? { jobs: true } : {}) } as const;
  const { NOTIFICATION_KMS_KEY_ARN: kmsKeyArn } = settings;
  if (topic === undefined && email === undefined) return {};
  if (topic !== undefined && topic !== "create") return { notification: { topicArn: topic, ...about } };
  const key = kmsKeyArn === undefined ? {} : { kmsKeyArn };
  return { notification: { ...key, ...(email === undefined ? {} : { email }), ...about } };
}
