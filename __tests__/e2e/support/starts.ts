import { join } from "node:path";
import { ACCOUNT_ID, REGION, type Cloud } from "./cloud";
import { runOrThrow } from "./command";
import { installEmulators } from "./python";

const NAME = "job-status-poller-dev";
/** Contains special characters of Terraform, JSON and EventBridge templates. */
const parameters = { script: "echo \"${KEY}\" 'ä😀' %{if} \\ & # 100 %" };

/** Settings with a schedule, an S3 trigger and a created notification topic. */
export const STARTS = {
  SCHEDULE_EXPRESSION: "rate(1 hour)",
  SCHEDULE_INPUT: JSON.stringify({ jobName: "hourly", parameters }),
  S3_START_BUCKET: "incoming-files",
  S3_START_PREFIX: "raw*/",
  S3_START_SUFFIX: ".csv",
  S3_START_INPUT: JSON.stringify({ jobName: "import", parameters: { ...parameters, key: "<key>" } }),
  NOTIFICATION_TOPIC: "create",
};

/** Describes the resources of these settings with boto3. */
export async function describeStarts({ environment }: Cloud): Promise<unknown> {
  const python = join(await installEmulators(), "python");
  const script = join(__dirname, "describe_starts.py");
  const described: unknown = JSON.parse(await runOrThrow(python, [script, NAME], { cwd: __dirname, environment }));
  return described;
}

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
const STATE_MACHINE_ARN = arn("states", `stateMachine:${NAME}`);
const TOPIC_ARN = arn("sns", `${NAME}-notification`);
const JOB = { jobDefinition: arn("batch", `job-definition/${NAME}`), jobQueue: arn("batch", `job-queue/${NAME}`) };

/** Expected result of {@link describeStarts} for this schedule and these notification statuses. */
export const wantedStarts = (expression: string, ends: readonly string[]) => ({
  schedule: {
    expression,
    input: { ...JOB, jobName: "hourly", parameters },
    to: STATE_MACHINE_ARN,
    role: [
      `states:StartExecution ${STATE_MACHINE_ARN}`,
      `sqs:SendMessage ${arn("sqs", `${NAME}-schedule-dead-letters`)}`,
    ],
    trust: [`scheduler.amazonaws.com sts:AssumeRole ${ACCOUNT_ID} ${arn("scheduler", "schedule-group/default")}`],
    retries: 20,
    deadLetters: [`${NAME}-schedule-dead-letters`],
  },
  objectCreated: {
    detail: { bucket: { name: ["incoming-files"] }, object: { key: [{ wildcard: "raw\\*/*.csv" }] } },
    paths: { bucket: "$.detail.bucket.name", key: "$.detail.object.key" },
    template: { ...JOB, jobName: "import", parameters: { ...parameters, key: "<key>" } },
    to: STATE_MACHINE_ARN,
    role: [`states:StartExecution ${STATE_MACHINE_ARN}`],
    trust: [`events.amazonaws.com sts:AssumeRole ${ACCOUNT_ID} ${ruleArn("object-created")}`],
    retries: 20,
    deadLetters: [`${NAME}-object-created-dead-letters`, keepsLettersOf("object-created")],
  },
  notification: {
    detail: { stateMachineArn: [STATE_MACHINE_ARN], status: ends },
    paths: { name: "$.detail.name", status: "$.detail.status" },
    template: {
      summary: `Execution <name> of ${NAME} ended: <status>`,
      consoleUrl: `https://${REGION}.console.aws.amazon.com/states/home?region=${REGION}#/v2/executions/details/${arn("states", `execution:${NAME}:<name>`)}`,
      event: "<aws.events.event.json>",
    },
    to: TOPIC_ARN,
    role: [],
    trust: [],
    retries: 20,
    deadLetters: [`${NAME}-notification-dead-letters`, keepsLettersOf("notification")],
  },
  topics: { [TOPIC_ARN]: [`events.amazonaws.com sns:Publish ${TOPIC_ARN} ${ruleArn("notification")}`] },
});

const ruleArn = (part: string) => arn("events", `rule/${NAME}-${part}`);
const keepsLettersOf = (part: string) =>
  `events.amazonaws.com sqs:SendMessage ${arn("sqs", `${NAME}-${part}-dead-letters`)} ${ruleArn(part)}`;
