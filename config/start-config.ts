import type { Settings } from "./settings-schema";

type ExecutionInput = Readonly<Record<string, unknown>>;

/** Executions that are started by time. */
export interface ScheduleConfig {
  readonly expression: string;
  readonly timeZone: string;
  readonly input: ExecutionInput;
}

/** Executions that are started by new objects in a bucket that is not ours. */
export interface ObjectCreatedConfig {
  readonly bucket: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly input: ExecutionInput;
}

/** Who is told of executions that have ended. */
export interface NotificationConfig {
  /** Absent: a topic is made. */
  readonly topicArn?: string;
  /** Of a topic that is made. */
  readonly kmsKeyArn?: string;
  readonly ends: "all" | "failures";
}

/** What is off unless it is asked for. */
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
  const { NOTIFICATION_TOPIC: topic, NOTIFICATION_ENDS: ends = "all", NOTIFICATION_KMS_KEY_ARN: kmsKeyArn } = settings;
  if (topic === undefined) return {};
  if (topic !== "create") return { notification: { topicArn: topic, ends } };
  return { notification: { ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }), ends } };
}
