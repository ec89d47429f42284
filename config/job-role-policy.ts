import { closest } from "fastest-levenshtein";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { TextReading } from "./json-setting";

const POLICY_VERSION = "2012-10-17";

/** One value or an array of them. */
const oneOrMore = <Schema extends z.ZodType>(one: Schema) =>
  z
    .unknown()
    .transform((given): unknown => (Array.isArray(given) ? given : [given]))
    .pipe(z.array(one).min(1));

/** Text that matches a pattern; another value is reported with `rule` and itself. */
const policyText = (pattern: RegExp, rule: string) => {
  const error = ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing; it must be ${rule}` : `must be ${rule}, is ${JSON.stringify(input)}`;
  return z.string({ error }).regex(pattern, { error });
};

const OPERATORS = [
  ...["String", "Numeric", "Date", "Arn"].flatMap((type) => [`${type}Equals`, `${type}NotEquals`]),
  ...["String", "Arn"].flatMap((type) => [`${type}Like`, `${type}NotLike`]),
  ...["Numeric", "Date"].flatMap((type) =>
    ["Less", "Greater"].flatMap((way) => [`${type}${way}Than`, `${type}${way}ThanEquals`]),
  ),
  ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress"],
];
/**
 * Condition operators of IAM, without `IfExists` and the prefixes for keys with several values.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATOR = new RegExp(`^(ForAllValues:|ForAnyValue:)?((${OPERATORS.join("|")})(IfExists)?|Null)$`);

const VALUE_ERROR = { error: "is not a string, number or boolean, or an array of them" };
/** Booleans and numbers become texts, as in IAM. */
const conditionValue = z.union([z.string(), z.number(), z.boolean()], VALUE_ERROR).transform(String);
const conditionValues = z.union([conditionValue, z.array(conditionValue).min(1)], VALUE_ERROR);

/** Conditions: operator -> condition key -> values. */
const conditions = z.record(z.string(), z.record(z.string(), conditionValues)).superRefine((given, context) => {
  for (const [operator, keys] of Object.entries(given)) {
    if (!OPERATOR.test(operator)) {
      const nearest = closest(operator, [...OPERATORS, "Null"]);
      context.addIssue({
        code: "custom",
        path: [operator],
        message: `is not a condition operator; the nearest is ${nearest}`,
      });
    }
    for (const key of Object.keys(keys).filter((each) => !/^[^:\s]+:[^:\s]/.test(each)))
      context.addIssue({
        code: "custom",
        path: [operator, key],
        message: "is not a condition key like aws:SourceIp",
      });
  }
});

/** Action with its service in lower case: IAM accepts any case. */
const action = policyText(/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/, "an action like s3:GetObject").transform((text) =>
  text.replace(/^[^:]+/, (service) => service.toLowerCase()),
);

/**
 * ARN with all six parts, or `*`. IAM accepts no wildcard in the service.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
const RESOURCE = /^(\*|arn:[a-z*?-]+:[a-z0-9-]+:[^:\s]*:[^:\s]*:\S+)$/;

/**
 * Characters outside those that IAM accepts in a policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
const OTHER_CHARACTER = /[^\u0000-\u00ff]/u;

/**
 * Allow statement. Other members are rejected, because the permissions boundary repeats the statements: a Deny or a
 * NotAction there would change the permissions of other roles.
 */
const statementSchema = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: policyText(/^Allow$/, "Allow"),
    Action: oneOrMore(action),
    Resource: oneOrMore(policyText(RESOURCE, "* or an ARN with six parts like arn:aws:s3:::bucket/*")),
    Condition: conditions.optional(),
  })
  .refine(({ Action: actions }) => !actions.some((one) => one.startsWith("iam:")), {
    error:
      "must not have IAM actions: the permissions boundary repeats them, and would then limit no role; use an existing role (JOB_ROLE_ARN)",
  })
  .superRefine((statement, context) => {
    const text = JSON.stringify(statement);
    const [other] = OTHER_CHARACTER.exec(text) ?? [];
    if (other !== undefined)
      context.addIssue({
        code: "custom",
        message: `has the character ${other}; IAM accepts only characters up to U+00FF (ÿ)`,
      });
    if (/\$\{(?![\w-]+:)|%\{/.test(text))
      context.addIssue({
        code: "custom",
        message: "has ${ without an IAM policy variable like ${aws:PrincipalTag/team}, or %{",
      });
  })
  .transform(({ Action: actions, Resource: resources, Condition: conditions }) => ({
    actions,
    resources,
    ...(conditions === undefined ? {} : { conditions }),
  }));

/** Policy document of the job role, parsed to its statements. */
export const jobRolePolicySchema = z
  .strictObject({
    Version: policyText(new RegExp(`^${POLICY_VERSION}$`), POLICY_VERSION),
    Id: z.string().optional(),
    Statement: oneOrMore(statementSchema),
  })
  .transform(({ Statement: statements }) =>
    statements.map((statement, index) => ({ sid: `JobRole${index + 1}`, ...statement })),
  );

/** Returns the text if it is a JSON object, or the content of the file with this path. */
export function readPolicyText(given: string): TextReading {
  if (given.startsWith("{")) return { text: given };
  try {
    // Editors on Windows begin a file with a byte order mark.
    return { text: readFileSync(given, "utf8").replace(/^\uFEFF/, "") };
  } catch (error) {
    const code = z.object({ code: z.string() }).safeParse(error).data?.code ?? "no file name";
    return { problem: `is no JSON object, and there is no readable file ${resolve(given)} (${code})` };
  }
}
