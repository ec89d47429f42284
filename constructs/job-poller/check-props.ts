import * as z from "zod";
import { LOCATION_SCHEMA, locationProblems, topicProblems } from "../check-location";
import { checkTypes, isForTerraform, PropsError, unless } from "../props-error";
import type { JobPollerProps } from "./props";

/** IAM's limit for the name of a role, in characters. */
const LONGEST_ROLE_NAME = 64;
/** What the longest of the poller's role names has beside the poller's name and the region. */
const LONGEST_ROLE_ENDING = "-terminate-job-".length;
/** More would not fit into the policy of a role. */
const MOST_ARNS = 20;
/** Of a resource. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MOST_TAGS = 50;

/**
 * @param construct - its type and path, for the message
 * @throws PropsError when a prop is wrong; what only Terraform will know is left to Terraform
 */
export function checkProps(construct: string, props: JobPollerProps): void {
  checkTypes(construct, typesSchema, props);
  const { location, name, jobQueueArns, jobDefinitionArns, logRetentionDays, alarmTopicArn, tags = {} } = props;
  const { partition, region, accountId } = location;
  const place = `arn:${partition}:batch:${region}:${accountId}:`;
  const longestName = LONGEST_ROLE_NAME - LONGEST_ROLE_ENDING - region.length;
  const problems = [
    ...locationProblems(location),
    ...unless(
      /^[A-Za-z0-9][\w-]*$/.test(name) && name.length <= longestName,
      "name",
      name,
      `1 to ${longestName} letters, digits, - or _`,
    ),
    ...unless(jobQueueArns.length > 0, "jobQueueArns", jobQueueArns, "the ARN of a queue at least"),
    ...arnProblems("jobQueueArns", jobQueueArns, `${place}job-queue/`, /^[\w-]{1,128}$/),
    ...unless(
      jobDefinitionArns?.length !== 0,
      "jobDefinitionArns",
      jobDefinitionArns,
      "left out for all, or one at least",
    ),
    ...arnProblems("jobDefinitionArns", jobDefinitionArns ?? [], `${place}job-definition/`, /^[\w-]{1,128}(:\d+)?$/),
    ...unless(
      logRetentionDays === undefined || (Number.isInteger(logRetentionDays) && logRetentionDays >= 1),
      "logRetentionDays",
      logRetentionDays,
      "a whole number of days that CloudWatch Logs takes, like 30",
    ),
    ...topicProblems("alarmTopicArn", alarmTopicArn, location),
    ...tagProblems(tags),
  ];
  if (problems.length > 0) throw new PropsError(construct, problems);
}

const typesSchema = z.object({
  location: LOCATION_SCHEMA,
  name: z.string(),
  jobQueueArns: z.array(z.string()),
  jobDefinitionArns: z.array(z.string()).optional(),
  integration: z.enum(["poll", "sync"]).optional(),
  logRetentionDays: z.number().optional(),
  alarms: z.boolean().optional(),
  alarmTopicArn: z.string().optional(),
  dashboard: z.boolean().optional(),
  otherAlarmArns: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  bundlesPath: z.string().optional(),
});

function arnProblems(prop: string, arns: readonly string[], start: string, rest: RegExp): string[] {
  const wrong = arns.filter(
    (arn) => !isForTerraform(arn) && !(arn.startsWith(start) && rest.test(arn.slice(start.length))),
  );
  return [
    ...unless(arns.length <= MOST_ARNS, prop, arns.length, `at most ${MOST_ARNS} ARNs`),
    ...unless(new Set(arns).size === arns.length, prop, arns, "ARNs of which none is there twice"),
    ...wrong.flatMap((arn) => unless(false, `each of ${prop}`, arn, `an ARN like ${start}NAME`)),
  ];
}

function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(tags);
  return [
    ...unless(keys.length <= MOST_TAGS, "tags", keys.length, `at most ${MOST_TAGS}`),
    ...keys
      .filter((key) => /^aws:/i.test(key))
      .flatMap((key) => unless(false, "each of tags", key, "a key that does not begin with aws:, which is AWS's")),
  ];
}
