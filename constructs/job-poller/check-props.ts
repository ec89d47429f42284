import * as z from "zod";
import { LOCATION_SCHEMA, locationProblems, topicProblems } from "../check-location";
import { checkTypes, isForTerraform, PropsError, checkProp } from "../props-error";
import type { JobPollerProps } from "./props";

/** Maximum length of a role name, in characters. */
const MAX_ROLE_NAME_LENGTH = 64;
/** Length of the longest role name without the poller's name and the region, in characters. */
const MAX_ROLE_SUFFIX_LENGTH = "-terminate-job-".length;
/** Maximum number of ARNs; more would exceed the size of a role policy. */
const MAX_ARNS = 20;
/**
 * Maximum number of tags of a resource.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const MAX_TAGS = 50;

/**
 * Validates the properties of a JobPoller. Values known only to Terraform are not checked.
 * @param construct - type and path of the construct, for the message
 * @throws PropsError that lists every invalid property
 */
export function checkProps(construct: string, props: JobPollerProps): void {
  checkTypes(construct, typesSchema, props);
  const { location, name, jobQueueArns, jobDefinitionArns, logRetentionDays, alarmTopicArn, tags = {} } = props;
  const { partition, region, accountId } = location;
  const place = `arn:${partition}:batch:${region}:${accountId}:`;
  const maxNameLength = MAX_ROLE_NAME_LENGTH - MAX_ROLE_SUFFIX_LENGTH - region.length;
  const problems = [
    ...locationProblems(location),
    ...checkProp(
      /^[A-Za-z0-9][\w-]*$/.test(name) && name.length <= maxNameLength,
      "name",
      name,
      `1 to ${maxNameLength} letters, digits, - or _`,
    ),
    ...checkProp(jobQueueArns.length > 0, "jobQueueArns", jobQueueArns, "a list with at least one ARN"),
    ...arnProblems("jobQueueArns", jobQueueArns, `${place}job-queue/`, /^[\w-]{1,128}$/),
    ...checkProp(
      jobDefinitionArns?.length !== 0,
      "jobDefinitionArns",
      jobDefinitionArns,
      "omitted for all job definitions, or contain at least one",
    ),
    ...arnProblems("jobDefinitionArns", jobDefinitionArns ?? [], `${place}job-definition/`, /^[\w-]{1,128}(:\d+)?$/),
    ...checkProp(
      logRetentionDays === undefined || (Number.isInteger(logRetentionDays) && logRetentionDays >= 1),
      "logRetentionDays",
      logRetentionDays,
      "a number of days that CloudWatch Logs supports, like 30",
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
    ...checkProp(arns.length <= MAX_ARNS, prop, arns.length, `at most ${MAX_ARNS} ARNs`),
    ...checkProp(new Set(arns).size === arns.length, prop, arns, "unique ARNs"),
    ...wrong.flatMap((arn) => checkProp(false, `each of ${prop}`, arn, `an ARN like ${start}NAME`)),
  ];
}

function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(tags);
  return [
    ...checkProp(keys.length <= MAX_TAGS, "tags", keys.length, `at most ${MAX_TAGS}`),
    ...keys
      .filter((key) => /^aws:/i.test(key))
      .flatMap((key) => checkProp(false, "each of tags", key, "a key without the prefix aws:, which AWS reserves")),
  ];
}
