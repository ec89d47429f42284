import { z } from "zod";

const POLICY_VERSION = "2012-10-17";

const texts = (pattern: RegExp, rule: string) => {
  const one = z.string({ error: rule }).regex(pattern, { error: rule });
  return z
    .union([one.transform((text) => [text]), z.array(one).min(1)], { error: rule })
    .transform((list): readonly string[] => list);
};

const conditionValue = z.union([z.string(), z.array(z.string())], { error: "is not a string or an array of strings" });

/**
 * Allow statement. Other members are rejected, because the permissions boundary repeats the statements: a Deny or a
 * NotAction there would change the permissions of other roles.
 */
const statementSchema = z
  .strictObject(
    {
      Sid: z.string().optional(),
      Effect: z.literal("Allow", { error: "must be Allow" }),
      Action: texts(/^[a-z0-9-]+:[A-Za-z0-9*?]+$/, "must be an action like s3:GetObject, or an array of actions"),
      Resource: texts(/^(\*|arn:[^\s]+)$/, "must be an ARN, * or an array of them"),
      Condition: z.record(z.string(), z.record(z.string(), conditionValue)).optional(),
    },
    {
      error: ({ code, keys }) =>
        code === "unrecognized_keys" ? `has the unsupported member ${String(keys)}` : "is not an object",
    },
  )
  .refine(({ Action: actions }) => !actions.some((action) => action.startsWith("iam:")), {
    error:
      "must not have IAM actions: the permissions boundary repeats them, and would then limit no role; use an existing role (JOB_ROLE_ARN)",
  })
  .refine((statement) => !/\$\{(?![\w-]+:)|%\{/.test(JSON.stringify(statement)), {
    error: "has ${ without an IAM policy variable like ${aws:PrincipalTag/team}, or %{",
  })
  .transform(({ Action: actions, Resource: resources, Condition: conditions }) => ({
    actions,
    resources,
    ...(conditions === undefined ? {} : { conditions }),
  }));

/** Policy document of the job role, parsed to its statements. */
export const jobRolePolicySchema = z
  .strictObject(
    {
      Version: z.literal(POLICY_VERSION, { error: `must be ${POLICY_VERSION}` }),
      Id: z.string().optional(),
      Statement: z
        .unknown()
        .transform((given): unknown => (Array.isArray(given) ? given : [given]))
        .pipe(z.array(statementSchema).min(1, { error: "is empty" })),
    },
    { error: "is not a policy document" },
  )
  .transform(({ Statement: statements }) =>
    statements.map((statement, index) => ({ sid: `JobRole${index + 1}`, ...statement })),
  );
