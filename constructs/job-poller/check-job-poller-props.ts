import * as z from "zod";
import { INTEGRATIONS } from "../../workflow/integration";
import { LAMBDA_RUNTIME_NAMES } from "../../workflow/lambda-runtimes";
import { LOG_RETENTION_DAYS } from "../../workflow/log-retention";
import { composeArn, toLocation, type AwsLocation } from "../aws-location";
import {
  boundaryProblems,
  checkProp,
  checkTypes,
  escapePattern,
  isForTerraform,
  keyProblems,
  locationProblems,
  PropsError,
  rolePathProblems,
  topicProblems,
  type PropFormat,
} from "../check-props";
import type { JobPollerProps } from "./props";

/** Maximum length of a role name, in characters. */
const MAX_ROLE_NAME_LENGTH = 64;
/** Length of the longest role name without the name prefix and the region, in characters. */
const MAX_ROLE_SUFFIX_LENGTH = "-terminate-job-".length;
/** Maximum length of the name prefix and the region together, in characters. */
export const MAX_NAME_AND_REGION = MAX_ROLE_NAME_LENGTH - MAX_ROLE_SUFFIX_LENGTH;
/** Pattern of a name prefix, in addition to its length. */
export const NAME_PREFIX = /^[A-Za-z0-9][\w-]*$/;
/** Maximum number of ARNs; more would exceed the size of a role policy. */
export const MAX_ARNS = 20;
/** Maximum number of tags of a resource. */
export const MAX_TAGS = 50;
/** Tag keys that AWS reserves. */
export const RESERVED_TAG_KEY = /^aws:/i;
/** Format of the name of a dashboard. */
export const DASHBOARD_FORMAT: PropFormat = { pattern: /^[\w-]{1,255}$/, rule: "1 to 255 letters, digits, - or _" };

/** Format of the ARN of a job queue in the region and account of `location`. */
export const jobQueueFormat = (location: AwsLocation): PropFormat => batchFormat(location, "job-queue", "");

/** Format of the ARN of a job definition in the region and account of `location`, with or without a revision. */
export const jobDefinitionFormat = (location: AwsLocation): PropFormat =>
  batchFormat(location, "job-definition", String.raw`(:\d+)?`);

function batchFormat(location: AwsLocation, type: string, end: string): PropFormat {
  const start = composeArn(location, "batch", `${type}/`);
  const pattern = new RegExp(String.raw`^${escapePattern(start)}[\w-]{1,128}${end}$`);
  return { pattern, rule: `an ARN like ${start}NAME` };
}

/**
 * Validates the properties of a JobPoller. Values known only to Terraform are not checked.
 * @param construct - type and path of the construct, for the message
 * @throws PropsError that lists every invalid property
 */
export function checkProps(construct: string, props: JobPollerProps): void {
  checkTypes(construct, typesSchema, props);
  const { region, account, logRetentionDays, alarms, dashboard, permissionsBoundaryArn, rolePath, kmsKeyArn } = props;
  const location = toLocation(region, account);
  const problems = [
    ...locationProblems(region, account),
    ...nameProblems(props),
    ...batchProblems(props),
    ...checkProp(
      logRetentionDays === undefined || LOG_RETENTION_DAYS.includes(logRetentionDays),
      "logRetentionDays",
      logRetentionDays,
      `one of ${LOG_RETENTION_DAYS.join(", ")}`,
    ),
    ...topicProblems("alarms.topicArn", alarms === false ? undefined : alarms?.topicArn, location),
    ...dashboardProblems(dashboard === false ? undefined : dashboard?.name),
    ...tagProblems(props.tags ?? {}),
    ...boundaryProblems(permissionsBoundaryArn, location),
    ...rolePathProblems(rolePath),
    ...keyProblems(kmsKeyArn, location),
  ];
  if (problems.length > 0) throw new PropsError(construct, problems);
}

const OFF = z.literal(false);
const arnsSchema = z.union([z.literal("any"), z.array(z.string())], { error: 'a list of ARNs, or "any"' });
const typesSchema = z.object({
  region: z.string(),
  account: z.string(),
  namePrefix: z.string(),
  jobQueueArns: arnsSchema,
  jobDefinitionArns: arnsSchema,
  integrationPattern: z.enum(INTEGRATIONS).optional(),
  logRetentionDays: z.number().optional(),
  alarms: z
    .union([OFF, z.object({ topicArn: z.string().optional() })], { error: "false or an object like { topicArn }" })
    .optional(),
  dashboard: z
    .union([OFF, z.object({ name: z.string().optional() })], { error: "false or an object like { name }" })
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
  permissionsBoundaryArn: z.string().optional(),
  rolePath: z.string().optional(),
  kmsKeyArn: z.string().optional(),
  lambdaCodePath: z.string().optional(),
  lambdaRuntime: z.enum(LAMBDA_RUNTIME_NAMES).optional(),
});

function nameProblems({ namePrefix, region }: JobPollerProps): string[] {
  const maxLength = MAX_NAME_AND_REGION - region.length;
  const isValid = NAME_PREFIX.test(namePrefix) && namePrefix.length <= maxLength;
  return checkProp(isValid, "namePrefix", namePrefix, `1 to ${maxLength} letters, digits, - or _`);
}

function batchProblems({ region, account, jobQueueArns, jobDefinitionArns }: JobPollerProps): string[] {
  const location = toLocation(region, account);
  return [
    ...arnProblems("jobQueueArns", jobQueueArns, jobQueueFormat(location)),
    ...arnProblems("jobDefinitionArns", jobDefinitionArns, jobDefinitionFormat(location)),
  ];
}

function arnProblems(prop: string, given: readonly string[] | "any", { pattern, rule }: PropFormat): string[] {
  const arns = given === "any" ? [] : given;
  return [
    ...checkProp(given.length > 0, prop, given, 'a list with at least one ARN, or "any"'),
    ...checkProp(arns.length <= MAX_ARNS, prop, arns.length, `at most ${MAX_ARNS} ARNs`),
    ...checkProp(new Set(arns).size === arns.length, prop, arns, "unique ARNs"),
    ...arns
      .filter((arn) => !isForTerraform(arn) && !pattern.test(arn))
      .flatMap((arn) => checkProp(false, `each of ${prop}`, arn, rule)),
  ];
}

function dashboardProblems(name: string | undefined): string[] {
  const { pattern, rule } = DASHBOARD_FORMAT;
  return checkProp(name === undefined || pattern.test(name), "dashboard.name", name, rule);
}

function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(tags);
  return [
    ...checkProp(keys.length <= MAX_TAGS, "tags", keys.length, `at most ${MAX_TAGS}`),
    ...keys
      .filter((key) => RESERVED_TAG_KEY.test(key))
      .flatMap((key) => checkProp(false, "each of tags", key, "a key without the prefix aws:, which AWS reserves")),
  ];
}
