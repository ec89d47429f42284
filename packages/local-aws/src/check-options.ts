import * as z from "zod";
import { describeIssue, listUnknownMembers } from "./describe-issue";

/** Creates a schema for a value that has these methods. */
const withMethods = (methods: readonly string[], rule: string): z.ZodType =>
  z
    .custom(
      (value) =>
        typeof value === "object" &&
        value !== null &&
        methods.every((name) => typeof Reflect.get(value, name) === "function"),
      rule,
    )
    .optional();
const functionSchema = z.custom((value) => typeof value === "function", "must be a function").optional();
const portRule = "must be a port from 0 to 65535";
const portSchema = z.int(portRule).min(0, portRule).max(65_535, portRule).optional();

const regionSchema = z.string().regex(/^[a-z]{2,}(?:-[a-z]+)+-\d$/, "must be a region, such as eu-west-1");
const accountIdSchema = z.string().regex(/^\d{12}$/, "must be a text of 12 digits");
const functionsSchema = z.array(
  z.looseObject({
    functionName: z.string(),
    functionArn: z.string().startsWith("arn:", "must be the ARN of a function"),
    codeFile: z.string(),
    handler: z.string().regex(/^[^.]+\.[^.]+$/, "must be index.NAME, where NAME is an export of codeFile"),
    environment: z.record(z.string(), z.string()),
    memoryMiB: z.number().positive("must be above 0"),
    timeoutSeconds: z.number().positive("must be above 0"),
  }),
);

const withoutResources = z.strictObject({
  region: regionSchema.optional(),
  accountId: accountIdSchema.optional(),
  functions: functionsSchema.optional(),
  clock: withMethods(["now", "sleep", "hold"], "must be a clock, such as createScaledClock(60)"),
  runner: withMethods(["start", "close"], "must be a runner, such as createProcessRunner({ clock })"),
  lifeCycle: z.looseObject({}).optional(),
  faults: z.unknown().optional(),
  newJobId: functionSchema,
  onEvent: functionSchema,
  batchPort: portSchema,
  stepFunctionsPort: portSchema,
  dynamoDbPort: portSchema,
  stepFunctionsQuotas: z.looseObject({}).optional(),
  random: withMethods(["next"], "must have a method next"),
  aroundLambdas: functionSchema,
  onLambdaLog: functionSchema,
  onEventFailed: functionSchema,
  onNotification: functionSchema,
});
const withResources = withoutResources.omit({ region: true, accountId: true, functions: true }).extend({
  resources: z.looseObject({
    region: regionSchema,
    accountId: accountIdSchema,
    computeEnvironments: z.array(z.looseObject({})),
    jobQueue: z.looseObject({}),
    jobDefinition: z.looseObject({}),
    functions: functionsSchema.optional(),
    stateMachine: z.looseObject({ name: z.string(), definition: z.string(), roleArn: z.string() }),
  }),
});

/**
 * Checks the options of `startLocalAws`, which callers without TypeScript can get wrong.
 * @throws TypeError that names every option that is unknown or invalid
 */
export function checkOptions(options: object): void {
  const schema = "resources" in options ? withResources : withoutResources;
  const result = schema.safeParse(options, { error: describeIssue });
  if (result.success) return;
  const known = Object.keys(schema.shape).join(", ");
  const unknown = listUnknownMembers(result.error).map((name) => `unknown option ${name}; the options are ${known}`);
  const invalid = result.error.issues.filter(({ code }) => code !== "unrecognized_keys");
  const problems = invalid.map(({ path, message }) => `${path.map(String).join(".") || "the options"} ${message}`);
  throw new TypeError(`startLocalAws: ${[...unknown, ...problems].join("; ")}`);
}
