import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import { SettingsError } from "../../config/settings-error";

const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
const TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:jobs";
const OWN_TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:job-status-poller-dev-notification";
const KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d";
const ELSEWHERE_KEY_ARN = KEY_ARN.replace("us-east-1", "eu-west-1");
const SCHEDULE = { SCHEDULE_EXPRESSION: "rate(1 hour)", SCHEDULE_INPUT: '{"jobName":"hourly"}' };
const CRON = { ...SCHEDULE, SCHEDULE_EXPRESSION: "cron(0 6 ? * MON-FRI *)" };
const S3_START = { S3_START_BUCKET: "incoming-files", S3_START_INPUT: '{"jobName":"import"}' };

function problemsOf(environment: Environment): string[] {
  try {
    parseDeploymentConfig({ ...GIVEN, ...environment });
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("the settings of what starts executions", () => {
  it("leave everything out unless it is asked for", () => {
    expect(Object.keys(parseDeploymentConfig(GIVEN))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(schedule|objectCreated|notification)$/)]),
    );
  });

  it("take a schedule, which is in UTC unless they say otherwise", () => {
    const given = { ...GIVEN, ...SCHEDULE, SCHEDULE_EXPRESSION: "cron(0 6 ? * MON-FRI *)" };
    const schedule = { expression: "cron(0 6 ? * MON-FRI *)", input: { jobName: "hourly" } };

    expect(parseDeploymentConfig(given).schedule).toEqual({ ...schedule, timeZone: "UTC" });
    for (const timeZone of ["Europe/Berlin", "UTC", "Asia/Calcutta", "Asia/Kolkata"])
      expect(parseDeploymentConfig({ ...given, SCHEDULE_TIME_ZONE: timeZone }).schedule).toEqual({
        ...schedule,
        timeZone,
      });
  });

  it("take a bucket, with the start and the end of the keys", () => {
    const filter = { S3_START_PREFIX: "raw/", S3_START_SUFFIX: ".csv" };

    expect(parseDeploymentConfig({ ...GIVEN, ...S3_START }).objectCreated).toEqual({
      bucket: "incoming-files",
      input: { jobName: "import" },
    });
    expect(parseDeploymentConfig({ ...GIVEN, ...S3_START, ...filter }).objectCreated).toEqual({
      bucket: "incoming-files",
      prefix: "raw/",
      suffix: ".csv",
      input: { jobName: "import" },
    });
  });

  it.each([
    [{ NOTIFICATION_TOPIC: "create" }, { ends: "all" }],
    [
      { NOTIFICATION_EMAIL: "team+jobs@example.com", NOTIFICATION_ENDS: "failures" },
      { email: "team+jobs@example.com", ends: "failures" },
    ],
    [
      { NOTIFICATION_TOPIC: "create", NOTIFICATION_KMS_KEY_ARN: KEY_ARN },
      { kmsKeyArn: KEY_ARN, ends: "all" },
    ],
    [
      { NOTIFICATION_TOPIC: TOPIC_ARN, NOTIFICATION_ENDS: "failures" },
      { topicArn: TOPIC_ARN, ends: "failures" },
    ],
    [
      { NOTIFICATION_TOPIC: "create", NOTIFICATION_ENDS: "failures,jobs" },
      { ends: "failures", jobs: true },
    ],
  ])("take a topic: %j", (settings, notification) => {
    expect(parseDeploymentConfig({ ...GIVEN, ...settings }).notification).toEqual(notification);
  });

  it.each([
    [
      { ...SCHEDULE, SCHEDULE_EXPRESSION: "every hour" },
      'SCHEDULE_EXPRESSION is "every hour": must be rate(N minutes)',
    ],
    [
      { ...SCHEDULE, SCHEDULE_INPUT: "nightly" },
      "SCHEDULE_INPUT is a text of 7 characters: must be an execution's input as a JSON object, like " +
        '{"jobName":"nightly"} (docs/workflow.md); it is not JSON: an unknown word',
    ],
    [
      { ...SCHEDULE, SCHEDULE_INPUT: '{"jobName":"a","parameters":{"order":1785291740123456789}}' },
      "(docs/workflow.md); it has a number that would lose digits (give it as a string): parameters.order at line 1",
    ],
    [
      { ...S3_START, S3_START_INPUT: '{"jobName":"a","jobName":"b"}' },
      'S3_START_INPUT is a text of 29 characters: must be an execution\'s input as a JSON object, like {"jobName":"nightly"} (docs/workflow.md); it has the key "jobName" twice in one object',
    ],
    [{ ...SCHEDULE, SCHEDULE_INPUT: '["nightly"]' }, "must be an execution's input as a JSON object"],
    [{ ...CRON, SCHEDULE_TIME_ZONE: "Europe/Bern" }, 'SCHEDULE_TIME_ZONE is "Europe/Bern": must be a time zone'],
    [{ ...CRON, SCHEDULE_TIME_ZONE: "europe/berlin" }, 'SCHEDULE_TIME_ZONE is "europe/berlin": must be a time zone'],
    [{ ...CRON, SCHEDULE_TIME_ZONE: "+01:00" }, 'SCHEDULE_TIME_ZONE is "+01:00": must be a time zone'],
    [
      { ...SCHEDULE, SCHEDULE_TIME_ZONE: "Europe/Berlin" },
      'SCHEDULE_TIME_ZONE is "Europe/Berlin": must be left out unless SCHEDULE_EXPRESSION is cron(...)',
    ],
    [{ ...S3_START, S3_START_BUCKET: "s3://incoming" }, 'S3_START_BUCKET is "s3://incoming": must be a bucket name'],
    [{ ...S3_START, S3_START_PREFIX: "x".repeat(1_025) }, "must be a part of an object's key, at most 1,024 bytes"],
    [{ ...S3_START, S3_START_SUFFIX: "ä".repeat(513) }, "must be a part of an object's key, at most 1,024 bytes"],
    [{ NOTIFICATION_EMAIL: "team" }, 'NOTIFICATION_EMAIL is "team": must be one e-mail address like team@example.com'],
    [{ NOTIFICATION_EMAIL: "a@example.com,b@example.com" }, "must be one e-mail address like team@example.com"],
    [{ NOTIFICATION_TOPIC: "jobs" }, 'NOTIFICATION_TOPIC is "jobs": must be create or the ARN of an SNS topic'],
    [
      { NOTIFICATION_TOPIC: "create", NOTIFICATION_ENDS: "some" },
      'NOTIFICATION_ENDS is "some": must be all or failures',
    ],
    [{ NOTIFICATION_TOPIC: "create", NOTIFICATION_KMS_KEY_ARN: "alias/aws/sns" }, "must be the ARN of a KMS key"],
    [
      { SCHEDULE_EXPRESSION: "rate(1 hour)" },
      "SCHEDULE_INPUT is not set: must be set together with SCHEDULE_EXPRESSION",
    ],
    [{ SCHEDULE_INPUT: "{}" }, "SCHEDULE_EXPRESSION is not set: must be set together with SCHEDULE_INPUT"],
    [{ SCHEDULE_TIME_ZONE: "UTC" }, 'SCHEDULE_TIME_ZONE is "UTC": must be left out without SCHEDULE_EXPRESSION'],
    [{ S3_START_BUCKET: "incoming-files" }, "S3_START_INPUT is not set: must be set together with S3_START_BUCKET"],
    [{ S3_START_PREFIX: "raw/" }, 'S3_START_PREFIX is "raw/": must be left out without S3_START_BUCKET'],
    [{ NOTIFICATION_ENDS: "all" }, 'NOTIFICATION_ENDS is "all": must be left out without NOTIFICATION_TOPIC'],
    [
      { NOTIFICATION_TOPIC: "create", NOTIFICATION_KMS_KEY_ARN: ELSEWHERE_KEY_ARN },
      `NOTIFICATION_KMS_KEY_ARN is "${ELSEWHERE_KEY_ARN}": must be a key in`,
    ],
    [
      { NOTIFICATION_TOPIC: TOPIC_ARN, NOTIFICATION_KMS_KEY_ARN: KEY_ARN },
      `NOTIFICATION_KMS_KEY_ARN is "${KEY_ARN}": must be left out unless NOTIFICATION_TOPIC is create`,
    ],
    [
      { NOTIFICATION_TOPIC: TOPIC_ARN.replace("us-east-1", "eu-west-1") },
      "must be a topic in us-east-1, where the executions are",
    ],
    [
      { NOTIFICATION_TOPIC: TOPIC_ARN.replace("arn:aws:", "arn:aws-cn:") },
      "must be a topic in us-east-1, where the executions are",
    ],
    [
      { NOTIFICATION_TOPIC: TOPIC_ARN, NOTIFICATION_EMAIL: "team@example.com" },
      'NOTIFICATION_EMAIL is "team@example.com": must be left out unless NOTIFICATION_TOPIC is create; subscribe it to',
    ],
    [{ NOTIFICATION_TOPIC: OWN_TOPIC_ARN }, "must be create to use the environment's own topic"],
    [
      { NOTIFICATION_TOPIC: "create", ALARM_TOPIC_ARN: OWN_TOPIC_ARN },
      "must be another topic, because the environment's notification topic does not accept alarms",
    ],
  ])("say what is wrong: %j", (settings, problem) => {
    expect(problemsOf(settings)).toEqual([expect.stringContaining(problem)]);
  });
});
