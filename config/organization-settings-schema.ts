import { z } from "zod";
import { jsonSetting } from "./json-setting";
import { kmsKeyArn, POLICY_ARN, text, textList } from "./setting-rules";

/** Tags that every resource of an environment has. A tag of the same name in TAGS has no effect. */
export const OWN_TAG_NAMES: readonly string[] = ["Project", "Environment", "Stack", "ManagedBy"];

/** Maximum number of tags: AWS allows 50, and a resource has at most 5 of its own. */
const MAX_TAGS = 45;
const TAG_CHARACTERS = String.raw`[\p{L}\p{Z}\p{N}_.:/=+@-]`;
const TAG_NAME = new RegExp(`^(?!aws:)${TAG_CHARACTERS}{1,128}$`, "iu");
const TAG_VALUE = new RegExp(`^${TAG_CHARACTERS}{0,256}$`, "u");

const TAGS_RULE =
  `a JSON object of at most ${MAX_TAGS} tags like {"CostCenter":"4711"}: names of 1 to 128 and values of 0 to 256 ` +
  "letters, digits, spaces or _ . : / = + - @; names do not begin with aws: and are unique without regard to case";

/**
 * Tags as a JSON object.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html - IAM does not distinguish names by case
 */
const tags = jsonSetting(
  z
    .record(z.string(), z.string({ error: "is not a string" }))
    .superRefine((given, context) => {
      for (const [path, message] of findTagProblems(given)) context.addIssue({ code: "custom", path, message });
    })
    .readonly(),
  TAGS_RULE,
);

function findTagProblems(given: Readonly<Record<string, string>>): [string[], string][] {
  const names = Object.keys(given);
  const unlike = new Map([...names.toReversed(), ...OWN_TAG_NAMES].map((name) => [name.toLowerCase(), name]));
  return [
    ...(names.length > MAX_TAGS ? [[[], `it has ${names.length} tags`] satisfies [string[], string]] : []),
    ...Object.entries(given).flatMap(([name, value]): [string[], string][] => {
      if (!TAG_NAME.test(name)) return [[[name], "is not a valid name"]];
      if (!TAG_VALUE.test(value)) return [[[name], "does not have a valid value"]];
      const other = unlike.get(name.toLowerCase());
      return other === undefined || other === name ? [] : [[[name], `differs from ${other} only in case`]];
    }),
  ];
}

/** Maximum number of entries of IGNORE_TAGS. */
const MAX_IGNORED = 50;
const IGNORED = new RegExp(`^${TAG_CHARACTERS}{1,128}\\*?$`, "u");
const IGNORED_RULE = `1 to ${MAX_IGNORED} tag names, or prefixes like audit:*, comma-separated, unique`;

/** Tags that Terraform ignores. */
export interface IgnoredTags {
  readonly names: readonly string[];
  /** Without the trailing `*`. */
  readonly prefixes: readonly string[];
}

const ignoredTags = textList(IGNORED, MAX_IGNORED, IGNORED_RULE).transform((entries): IgnoredTags => ({
  names: entries.filter((entry) => !entry.endsWith("*")),
  prefixes: entries.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1)),
}));

/** Whether Terraform ignores a tag. */
export const isIgnored = ({ names, prefixes }: IgnoredTags, name: string): boolean =>
  names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));

/** Maximum length of ROLE_PATH. Step Functions allows role ARNs of at most 256 characters. */
const MAX_ROLE_PATH = 100;
const ROLE_PATH_RULE =
  `a path of at most ${MAX_ROLE_PATH} characters that begins and ends with /, like /team-a/, ` +
  "without parts that begin with aws- or job-status-poller";

/** Settings for the rules of an organization, all optional. */
export const ORGANIZATION_SETTINGS = {
  /** Tags of all resources, in addition to the environment's own. */
  TAGS: tags.optional(),
  /** Tags that others add to the resources: names, or prefixes that end with `*`. Terraform does not remove them. */
  IGNORE_TAGS: ignoredTags.optional(),
  /** Managed policy that is the permissions boundary of all roles. @default a boundary of the environment */
  PERMISSIONS_BOUNDARY_ARN: text(
    POLICY_ARN,
    "the ARN of a managed policy like arn:aws:iam::123456789012:policy/NAME",
  ).optional(),
  /** Prefix of the IAM paths of roles and policies. */
  ROLE_PATH: text(/^\/(?:(?!aws-|job-status-poller)[\w+=,.@-]+\/)*$/, ROLE_PATH_RULE)
    .max(MAX_ROLE_PATH, { error: ROLE_PATH_RULE })
    .optional(),
  /** KMS key of logs, states, queues and topics. */
  KMS_KEY_ARN: kmsKeyArn.optional(),
};
