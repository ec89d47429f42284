import { z } from "zod";
import { PARTITION_NAMES } from "../workflow/partition";
import { jsonSetting } from "./json-setting";

/** One of the given values. */
export const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: values.join(" or ") });

/** Text that matches a pattern; `rule` is the end of "must be ...". */
export const text = (pattern: RegExp, rule: string) => z.string({ error: rule }).regex(pattern, { error: rule });

/**
 * ARN of a resource.
 * @param resource - regular expression of the part after the account
 * @param other - regular expression of another accepted text
 */
export const arnText = (service: string, resource: string, rule: string, other?: string) => {
  const arn = String.raw`arn:(${PARTITION_NAMES.join("|")}):${service}:[a-z0-9-]+:\d{12}:${resource}`;
  return text(new RegExp(`^(${other === undefined ? arn : `${other}|${arn}`})$`), rule);
};

/**
 * ARN of a role or policy with its path and name.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const iamArn = (account: string, type: string, longestName: number): RegExp =>
  new RegExp(
    String.raw`^arn:(${PARTITION_NAMES.join("|")}):iam::${account}:${type}/(?!.*//)([\w+=,.@-][\w+=,.@/-]{0,509}/)?[\w+=,.@-]{1,${longestName}}$`,
  );

/** ARN of a managed policy, of AWS or of an account. */
export const POLICY_ARN = iamArn(String.raw`(aws|\d{12})`, "policy", 128);

/** SNS topic: the resource part of its ARN. */
export const TOPIC_NAME = String.raw`[\w-]{1,256}`;

/** ARN of a KMS key. */
export const kmsKeyArn = arnText(
  "kms",
  String.raw`key/[\w-]{1,64}`,
  "the ARN of a KMS key like arn:aws:kms:us-east-1:123456789012:key/ID",
);

const BUCKET_RULE =
  "a bucket name: 3 to 63 lower-case letters, digits, dots or hyphens, not an IP address, without adjacent dots and " +
  "without a prefix or suffix that S3 reserves, like xn-- or -s3alias";
/** Prefixes and suffixes that S3 reserves. */
const RESERVED_BUCKET = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Bucket name. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, BUCKET_RULE).refine(
  (name) => !name.includes("..") && !/^\d+\.\d+\.\d+\.\d+$/.test(name) && !RESERVED_BUCKET.test(name),
  { error: BUCKET_RULE },
);

const INPUT_RULE = 'an execution\'s input as a JSON object, like {"jobName":"nightly"} (docs/workflow.md)';

/** Execution input as a JSON object. The stacks check it against the input rules. */
export const executionInput = jsonSetting(z.record(z.string(), z.unknown()), INPUT_RULE);

/** Splits a comma-separated list. */
export const splitList = (list: string): string[] => list.split(",").map((entry) => entry.trim());

/**
 * Comma-separated list of unique entries.
 * @param valid - pattern of an entry
 * @param max - maximum number of entries
 * @param rule - end of "must be ..."; invalid entries are added to it
 */
export const textList = (valid: Pick<RegExp, "test">, max: number, rule: string) =>
  z.string().transform((list, context): readonly string[] => {
    const entries = splitList(list);
    const problems = [
      ...entries.flatMap((entry, index) => {
        if (!valid.test(entry)) return [`entry ${index + 1} is ${JSON.stringify(entry)}`];
        return entries.indexOf(entry) < index ? [`entry ${index + 1} repeats ${JSON.stringify(entry)}`] : [];
      }),
      ...(entries.length > max ? [`the list has ${entries.length} entries`] : []),
    ];
    if (problems.length === 0) return entries;
    context.addIssue({ code: "custom", message: `${rule}; ${problems.join(", ")}` });
    return z.NEVER;
  });

/** One word, or a text that `other` accepts. */
export const wordOr = <const Word extends string, Other extends z.ZodType>(word: Word, other: Other) =>
  z.string().transform((value, context): Word | z.output<Other> => {
    if (value === word) return word;
    const parsed = other.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
