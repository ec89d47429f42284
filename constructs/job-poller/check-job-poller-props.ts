import * as z from "zod";
import { INTEGRATIONS } from "../../workflow/integration";
import { LAMBDA_RUNTIME_NAMES } from "../../workflow/lambda-runtimes";
import { LOG_RETENTION_DAYS } from "../../workflow/log-retention";
import { toLocation } from "../aws-location";
import {
  boundaryProblems,
  checkProp,
  checkTypes,
  isForTerraform,
  keyProblems,
  locationProblems,
  PropsError,
  rolePathProblems,
  topicProblems,
} from "../check-props";
import type { JobPollerProps } from "./props";

/** Maximum length of a role name, in characters. */
const MAX_ROLE_NAME_LENGTH = 64;
/** Length of the longest role name without the name prefix and the region, in characters. */
const MAX_ROLE_SUFFIX_LENGTH = "-terminate-job-".length;
/** Maximum number of ARNs; more would exceed the size of a role policy. */
const MAX_ARNS = 20;
/** Maximum number of tags of a resource. */
const MAX_TAGS = 50;

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
  const maxLength = MAX_ROLE_NAME_LENGTH - MAX_ROLE_SUFFIX_LENGTH - region.length;
  const isValid = /^[A-Za-z0-9][\w-]*$/.test(namePrefix) && namePrefix.length <= maxLength;
  return checkProp(isValid, "namePrefix", namePrefix, `1 to ${maxLength} letters, digits, - or _`);
}

function batchProblems({ region, account, jobQueueArns, jobDefinitionArns }: JobPollerProps): string[] {
  const start = `arn:${toLocation(region, account).partition}:batch:${region}:${account}:`;
  const queues = jobQueueArns === "any" ? [] : jobQueueArns;
  const definitions = jobDefinitionArns === "any" ? [] : jobDefinitionArns;
  return [
    ...checkProp(jobQueueArns.length > 0, "jobQueueArns", jobQueueArns, 'a list with at least one ARN, or "any"'),
    ...arnProblems("jobQueueArns", queues, `${start}job-queue/`, /^[\w-]{1,128}$/),
    ...checkProp(
      jobDefinitionArns.length > 0,
      "jobDefinitionArns",
      jobDefinitionArns,
      'a list with at least one ARN, or "any"',
    ),
    ...arnProblems("jobDefinitionArns", definitions, `${start}job-definition/`, /^[\w-]{1,128}(:\d+)?$/),
  ];
}

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

function dashboardProblems(name: string | undefined): string[] {
  const isValid = name === undefined || /^[\w-]{1,255}$/.test(name);
  return checkProp(isValid, "dashboard.name", name, "1 to 255 letters, digits, - or _");
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
