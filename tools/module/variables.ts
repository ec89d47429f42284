import {
  boundaryFormat,
  keyFormat,
  MAX_ROLE_PATH,
  ROLE_PATH_FORMAT,
  topicFormat,
  type PropFormat,
} from "../../constructs/check-props";
import {
  DASHBOARD_FORMAT,
  jobDefinitionFormat,
  jobQueueFormat,
  MAX_ARNS,
  MAX_NAME_AND_REGION,
  MAX_TAGS,
  NAME_PREFIX,
  RESERVED_TAG_KEY,
} from "../../constructs/job-poller/check-job-poller-props";
import { LAMBDA_RUNTIME_NAMES, type LambdaRuntimeName } from "../../workflow/lambda-runtimes";
import { LOG_RETENTION_DAYS } from "../../workflow/log-retention";
import { ANY } from "./locals";
import { PLACEHOLDER_LOCATION, replaceInText } from "./placeholders";

/** Check of a variable: a Terraform expression, and the rule as the end of "must be ...". */
interface Check {
  readonly condition: string;
  readonly rule: string;
}

/** Input variable of the module. */
export interface ModuleVariable {
  readonly name: string;
  readonly type: "string" | "number" | "bool" | "list(string)" | "map(string)";
  readonly description: string;
  /** Undefined for a required variable. */
  readonly default?: string | number | boolean | null | Readonly<Record<string, string>> | undefined;
  readonly checks?: readonly Check[];
}

/** Returns a regular expression as text of Terraform's language. Formats contain placeholders of the location. */
const patternText = ({ source }: RegExp): string => replaceInText(JSON.stringify(source.replaceAll("\\/", "/")));

const matches = (pattern: RegExp, value: string): string => `can(regex(${patternText(pattern)}, ${value}))`;

const formatCheck = (name: string, { pattern, rule }: PropFormat): Check => ({
  condition: `var.${name} == null || ${matches(pattern, `coalesce(var.${name}, " ")`)}`,
  rule: replaceInText(rule),
});

/** Checks of a list of ARNs, or of the list that stands for all of them. */
function arnChecks(name: string, { pattern, rule }: PropFormat): Check[] {
  const list = `var.${name}`;
  return [
    {
      condition: `length(${list}) > 0 && length(${list}) <= ${MAX_ARNS} && length(distinct(${list})) == length(${list})`,
      rule: `1 to ${MAX_ARNS} unique ARNs`,
    },
    {
      condition: `length(${list}) == 1 && contains(${list}, "${ANY}") || alltrue([for arn in ${list} : ${matches(pattern, "arn")}])`,
      rule: `a list in which each is ${replaceInText(rule)}, or ["${ANY}"]`,
    },
  ];
}

const oneOf = (name: string, values: readonly (string | number)[]): Check => ({
  condition: `contains(${JSON.stringify(values)}, var.${name})`,
  rule: `one of ${values.join(", ")}`,
});

/** Variables of the module, by name. Their checks are those of the properties of JobPoller. */
export const moduleVariables = (runtime: LambdaRuntimeName | undefined): readonly ModuleVariable[] => [
  {
    name: "account_id",
    type: "string",
    description: "Account of the provider: 12 digits. Required only if the module call has depends_on",
    default: null,
    checks: [formatCheck("account_id", { pattern: /^\d{12}$/, rule: "the 12 digits of an AWS account" })],
  },
  {
    name: "alarm_topic_arn",
    type: "string",
    description: "SNS topic in the region, notified on ALARM and OK",
    default: null,
    checks: [formatCheck("alarm_topic_arn", topicFormat(PLACEHOLDER_LOCATION))],
  },
  {
    name: "create_alarms",
    type: "bool",
    description: "Whether to create alarms on executions, functions and cleanup",
    default: true,
  },
  { name: "create_dashboard", type: "bool", description: "Whether to create a CloudWatch dashboard", default: true },
  {
    name: "dashboard_name",
    type: "string",
    description: "Name of the dashboard, unique in the account; null for the value of name",
    default: null,
    checks: [formatCheck("dashboard_name", DASHBOARD_FORMAT)],
  },
  {
    name: "job_definition_arns",
    type: "list(string)",
    description: `Job definitions that executions may submit: 1 to ${MAX_ARNS} ARNs in the region and account, or ["${ANY}"]. An ARN without a revision allows all revisions`,
    checks: arnChecks("job_definition_arns", jobDefinitionFormat(PLACEHOLDER_LOCATION)),
  },
  {
    name: "job_queue_arns",
    type: "list(string)",
    description: `Job queues that executions may submit to: 1 to ${MAX_ARNS} ARNs in the region and account, or ["${ANY}"]`,
    checks: arnChecks("job_queue_arns", jobQueueFormat(PLACEHOLDER_LOCATION)),
  },
  {
    name: "kms_key_arn",
    type: "string",
    description:
      "KMS key in the region for log groups, dead-letter queues and the table of waits; null for keys that AWS owns. Its policy must allow logs.REGION.amazonaws.com and events.amazonaws.com, and enable IAM policies",
    default: null,
    checks: [formatCheck("kms_key_arn", keyFormat(PLACEHOLDER_LOCATION))],
  },
  {
    name: "lambda_runtime",
    type: "string",
    description: "Runtime of the functions. nodejs24.x requires AWS provider 6.19",
    default: runtime,
    checks: [oneOf("lambda_runtime", LAMBDA_RUNTIME_NAMES)],
  },
  {
    name: "log_retention_days",
    type: "number",
    description: "Log retention, in days",
    default: 30,
    checks: [oneOf("log_retention_days", LOG_RETENTION_DAYS)],
  },
  {
    name: "name",
    type: "string",
    description: "Name of the state machine and prefix of all other names, unique in the account and region",
    checks: [
      {
        condition: `${matches(NAME_PREFIX, "var.name")} && length(var.name) + length(local.region) <= ${MAX_NAME_AND_REGION}`,
        rule: `letters, digits, - or _, at most ${MAX_NAME_AND_REGION} characters with the region`,
      },
    ],
  },
  {
    name: "permissions_boundary_arn",
    type: "string",
    description: "Permissions boundary of the roles",
    default: null,
    checks: [formatCheck("permissions_boundary_arn", boundaryFormat(PLACEHOLDER_LOCATION))],
  },
  {
    name: "region",
    type: "string",
    description: "Region of the provider. Required only if the module call has depends_on",
    default: null,
  },
  {
    name: "role_path",
    type: "string",
    description: "Prefix of the IAM path of the roles, like /team-a/",
    default: "/",
    checks: [
      {
        condition: `${matches(ROLE_PATH_FORMAT.pattern, "var.role_path")} && length(var.role_path) <= ${MAX_ROLE_PATH}`,
        rule: ROLE_PATH_FORMAT.rule,
      },
    ],
  },
  {
    name: "tags",
    type: "map(string)",
    description: "Tags of all resources, in addition to the default tags of the provider",
    default: {},
    checks: [
      {
        condition: `length(var.tags) <= ${MAX_TAGS} && alltrue([for key in keys(var.tags) : !${matches(new RegExp(RESERVED_TAG_KEY.source), "lower(key)")}])`,
        rule: `at most ${MAX_TAGS}, with keys without the prefix aws:, which AWS reserves`,
      },
    ],
  },
];
