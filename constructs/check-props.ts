import { Token } from "cdktf";
import type * as z from "zod";
import { findPartition, REGION_RULE } from "../workflow/partition";
import type { AwsLocation } from "./aws-location";

/** Thrown when properties of a construct are invalid. The message lists all problems, one per line. */
export class PropsError extends Error {
  override readonly name = "PropsError";

  /** @param construct - type and path of the construct, like `JobPoller reports/poller` */
  constructor(
    construct: string,
    readonly problems: readonly string[],
  ) {
    super([`${construct} has invalid properties:`, ...problems].join("\n  "));
  }
}

/** Returns a list with one problem if `holds` is false, or an empty list. */
export function checkProp(holds: boolean, prop: string, given: unknown, rule: string): string[] {
  return holds ? [] : [`${prop} must be ${rule}, got ${describe(given)}`];
}

/** The JSON of a list or map token would show cdktf internals, and a construct has none. */
function describe(given: unknown): string | undefined {
  if (Token.isUnresolved(given)) return "a token";
  return typeof given === "object" && given !== null && "node" in given ? "a construct" : JSON.stringify(given);
}

/** Checks types at run time, for JavaScript callers. @throws PropsError that lists every property of a wrong type */
export function checkTypes(construct: string, schema: z.ZodType, props: unknown): void {
  const { error } = schema.safeParse(props, { reportInput: true });
  if (error === undefined) return;
  const problems = error.issues.flatMap((issue) =>
    checkProp(false, issue.path.join(".") || "props", issue.input, ruleOf(issue)),
  );
  throw new PropsError(construct, problems);
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return issue.values.join(" or ");
  return issue.code === "invalid_type" ? `of type ${issue.expected}` : issue.message;
}

/** Returns whether Terraform resolves the text at plan or apply time, so that it cannot be checked here. */
export function isForTerraform(text: string): boolean {
  return Token.isUnresolved(text) || text.includes("${");
}

/** Returns the problems of a region and account. They must be literal, because ARNs are composed from them. */
export function locationProblems(region: string, account: string): string[] {
  return [
    ...checkProp(findPartition(region) !== undefined, "region", region, REGION_RULE),
    ...checkProp(/^\d{12}$/.test(account), "account", account, "the 12 digits of an AWS account"),
  ];
}

/** Format of a text property. */
export interface PropFormat {
  readonly pattern: RegExp;
  /** Rule, as the end of "must be ...". */
  readonly rule: string;
}

/** Escapes a text for a regular expression. An invalid region or account is also part of the formats. */
export const escapePattern = (text: string): string => text.replaceAll(/[^\w:/-]/g, String.raw`\$&`);

/** Format of the ARN of an SNS topic in the region of `location`. */
export function topicFormat({ partition, region, accountId }: AwsLocation): PropFormat {
  const start = `arn:${partition}:sns:${region}:`;
  return {
    pattern: new RegExp(`^${escapePattern(start)}`),
    rule: `the ARN of a topic in ${region}, like ${start}${accountId}:alarms`,
  };
}

/** Format of the ARN of a permissions boundary. */
export function boundaryFormat({ partition, accountId }: AwsLocation): PropFormat {
  return {
    pattern: new RegExp(`^arn:${partition}:iam::(\\d{12}|aws):policy/.+$`),
    rule: `the ARN of a managed policy, like arn:${partition}:iam::${accountId}:policy/NAME`,
  };
}

/** Format of the ARN of a KMS key in the region of `location`. */
export function keyFormat({ partition, region, accountId }: AwsLocation): PropFormat {
  const start = `arn:${partition}:kms:${region}:`;
  return {
    pattern: new RegExp(`^${escapePattern(start)}\\d{12}:key/[\\w-]+$`),
    rule: `the ARN of a key in ${region}, like ${start}${accountId}:key/KEY_ID`,
  };
}

/** Maximum length of a path prefix. Step Functions allows role ARNs of at most 256 characters. */
export const MAX_ROLE_PATH = 100;

/** Format of the prefix of an IAM path, in addition to its length. */
export const ROLE_PATH_FORMAT: PropFormat = {
  pattern: /^\/(?:[\w+=,.@-]+\/)*$/,
  rule: `an IAM path of at most ${MAX_ROLE_PATH} characters that begins and ends with /, like /team-a/`,
};

/** Returns the problems of an SNS topic ARN; the topic must be in the region of `location`. */
export function topicProblems(prop: string, topicArn: string | undefined, location: AwsLocation): string[] {
  return checkArn(prop, topicArn, topicFormat(location));
}

/** Returns the problems of the ARN of a permissions boundary. */
export function boundaryProblems(boundaryArn: string | undefined, location: AwsLocation): string[] {
  return checkArn("permissionsBoundaryArn", boundaryArn, boundaryFormat(location));
}

/** Returns the problems of the prefix of an IAM path. */
export function rolePathProblems(rolePath: string | undefined): string[] {
  const { pattern, rule } = ROLE_PATH_FORMAT;
  const isValid = rolePath === undefined || (pattern.test(rolePath) && rolePath.length <= MAX_ROLE_PATH);
  return checkProp(isValid, "rolePath", rolePath, rule);
}

/** Returns the problems of the ARN of a KMS key in the region of `location`. */
export function keyProblems(kmsKeyArn: string | undefined, location: AwsLocation, prop = "kmsKeyArn"): string[] {
  return checkArn(prop, kmsKeyArn, keyFormat(location));
}

function checkArn(prop: string, given: string | undefined, { pattern, rule }: PropFormat): string[] {
  return checkProp(given === undefined || isForTerraform(given) || pattern.test(given), prop, given, rule);
}
