import { Token } from "cdktf";
import * as z from "zod";
import type { JobPollerProps } from "./props";

/** Thrown when a poller cannot be made of its props; the message names all that is wrong, one line each. */
export class JobPollerPropsError extends Error {
  override readonly name = "JobPollerPropsError";

  constructor(
    path: string,
    readonly problems: readonly string[],
  ) {
    super([`JobPoller ${path} cannot be made:`, ...problems].join("\n  "));
  }
}

/** IAM's limit for the name of a role, in characters. */
const LONGEST_ROLE_NAME = 64;
/** What the longest of the poller's role names has beside the poller's name and the region. */
const LONGEST_ROLE_ENDING = "-terminate-job-".length;
/** More would not fit into the policy of a role. */
const MOST_ARNS = 20;

/**
 * @param path - of the construct, for the message
 * @throws JobPollerPropsError when a prop is wrong; what only Terraform will know is left to Terraform
 */
export function checkProps(path: string, props: JobPollerProps): void {
  checkTypes(path, props);
  const { location, name, jobQueueArns, jobDefinitionArns, logRetentionDays, alarmTopicArn } = props;
  const { partition, region, accountId } = location;
  const place = `arn:${partition}:batch:${region}:${accountId}:`;
  const longestName = LONGEST_ROLE_NAME - LONGEST_ROLE_ENDING - region.length;
  const topicStart = `arn:${partition}:sns:${region}:`;
  const problems = [
    ...unless(["aws", "aws-cn", "aws-us-gov"].includes(partition), "location.partition", partition, PARTITION_RULE),
    ...unless(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region), "location.region", region, "a region like us-east-1"),
    ...unless(/^\d{12}$/.test(accountId), "location.accountId", accountId, "the 12 digits of an AWS account"),
    ...unless(
      /^[A-Za-z0-9][\w-]*$/.test(name) && name.length <= longestName,
      "name",
      name,
      `1 to ${longestName} letters, digits, - or _`,
    ),
    ...unless(jobQueueArns.length > 0, "jobQueueArns", jobQueueArns, "the ARN of a queue at least"),
    ...arnProblems("jobQueueArns", jobQueueArns, `${place}job-queue/`, /^[\w-]{1,128}$/),
    ...arnProblems("jobDefinitionArns", jobDefinitionArns ?? [], `${place}job-definition/`, /^[\w-]{1,128}(:\d+)?$/),
    ...unless(
      logRetentionDays === undefined || (Number.isInteger(logRetentionDays) && logRetentionDays >= 1),
      "logRetentionDays",
      logRetentionDays,
      "a whole number of days that CloudWatch Logs takes, like 30",
    ),
    ...unless(
      alarmTopicArn === undefined || isForTerraform(alarmTopicArn) || alarmTopicArn.startsWith(topicStart),
      "alarmTopicArn",
      alarmTopicArn,
      `the ARN of a topic in ${region}, like ${topicStart}${accountId}:alarms`,
    ),
  ];
  if (problems.length > 0) throw new JobPollerPropsError(path, problems);
}

/** What only JavaScript lets through. */
const typesSchema = z.object({
  location: z.object({ partition: z.string(), region: z.string(), accountId: z.string() }),
  name: z.string(),
  jobQueueArns: z.array(z.string()),
  jobDefinitionArns: z.array(z.string()).optional(),
  alarmTopicArn: z.string().optional(),
});

function checkTypes(path: string, props: unknown): void {
  const { error } = typesSchema.safeParse(props, { reportInput: true });
  if (error === undefined) return;
  const problems = error.issues.flatMap((issue) =>
    unless(
      false,
      issue.path.join(".") || "props",
      issue.input,
      "expected" in issue ? `of type ${issue.expected}` : issue.message,
    ),
  );
  throw new JobPollerPropsError(path, problems);
}

const PARTITION_RULE = "aws, aws-cn or aws-us-gov";

function unless(holds: boolean, prop: string, given: unknown, rule: string): string[] {
  return holds ? [] : [`${prop} must be ${rule}, got ${JSON.stringify(given)}`];
}

/** ARNs of what the same Terraform makes are not known yet, and need no check. */
function isForTerraform(arn: string): boolean {
  return Token.isUnresolved(arn) || arn.includes("${");
}

function arnProblems(prop: string, arns: readonly string[], start: string, rest: RegExp): string[] {
  const wrong = arns.filter(
    (arn) => !isForTerraform(arn) && !(arn.startsWith(start) && rest.test(arn.slice(start.length))),
  );
  return [
    ...unless(arns.length <= MOST_ARNS, prop, arns.length, `at most ${MOST_ARNS} ARNs`),
    ...wrong.flatMap((arn) => unless(false, `each of ${prop}`, arn, `an ARN like ${start}NAME`)),
  ];
}
