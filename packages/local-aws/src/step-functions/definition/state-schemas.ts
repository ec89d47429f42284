import { z } from "zod";
import { type Json, isJson, toNumber } from "../json/json";

export const jsonSchema = z.custom<Json>(isJson, "must be a JSON value");
/** Assign: values or templates by variable name. */
const assignSchema = z.record(z.string(), jsonSchema);

/** Test of one value, or a combination of tests. `operators` contains the comparison and its operand. */
export type ChoiceTest =
  | { readonly kind: "and" | "or"; readonly tests: readonly ChoiceTest[] }
  | { readonly kind: "not"; readonly test: ChoiceTest }
  | { readonly kind: "comparison"; readonly variable: string; readonly operator: string; readonly operand: Json };

/** Choice rule as written. Its operators are checked when it is parsed into a test. */
const choiceRuleSchema = z.looseObject({
  Next: z.string().optional(),
  Comment: z.string().optional(),
  Condition: z.union([z.string(), z.boolean()]).optional(),
  Assign: assignSchema.optional(),
  Output: jsonSchema.optional(),
});

export type ChoiceRule = z.infer<typeof choiceRuleSchema>;

/** Path, or null for an empty input or output (InputPath, OutputPath) or a discarded result (ResultPath). */
const nullablePath = z.string().nullable();
const queryLanguage = z.enum(["JSONPath", "JSONata"]);
/** Number of a field of the definition, where `2.0` is the same as 2. */
const number = <T extends z.ZodType>(schema: T) => z.preprocess((value) => toNumber(value) ?? value, schema);
const seconds = (minimum: number) => z.number().int().min(minimum).max(99_999_999);
/** Number of seconds, or JSONata expression that returns one. */
const secondsOrExpression = (minimum: number) => number(z.union([seconds(minimum), z.string()]));

const common = {
  Comment: z.string().optional(),
  QueryLanguage: queryLanguage.optional(),
  InputPath: nullablePath.optional(),
  OutputPath: nullablePath.optional(),
  Output: jsonSchema.optional(),
};
const assignable = { Assign: assignSchema.optional() };
const transition = { Next: z.string().optional(), End: z.boolean().optional() };

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  // AWS accepts 0, although its documentation requires a positive integer.
  IntervalSeconds: number(seconds(0)).optional(),
  MaxAttempts: number(z.number().int().min(0).max(99_999_999)).optional(),
  BackoffRate: number(z.number().min(1)).optional(),
  MaxDelaySeconds: number(z.number().int().min(1).max(31_622_400)).optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).optional(),
});

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ResultPath: nullablePath.optional(),
  Assign: assignSchema.optional(),
  Output: jsonSchema.optional(),
});

const pass = z.strictObject({
  Type: z.literal("Pass"),
  ...common,
  ...assignable,
  ...transition,
  Result: jsonSchema.optional(),
  Parameters: jsonSchema.optional(),
  ResultPath: nullablePath.optional(),
});

const task = z.strictObject({
  Type: z.literal("Task"),
  ...common,
  ...assignable,
  ...transition,
  Resource: z.string(),
  Parameters: jsonSchema.optional(),
  Arguments: jsonSchema.optional(),
  ResultSelector: jsonSchema.optional(),
  ResultPath: nullablePath.optional(),
  TimeoutSeconds: secondsOrExpression(1).optional(),
  TimeoutSecondsPath: z.string().optional(),
  HeartbeatSeconds: secondsOrExpression(1).optional(),
  HeartbeatSecondsPath: z.string().optional(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
});

const choice = z.strictObject({
  Type: z.literal("Choice"),
  ...common,
  ...assignable,
  Choices: z.array(choiceRuleSchema).min(1),
  Default: z.string().optional(),
});

const wait = z.strictObject({
  Type: z.literal("Wait"),
  ...common,
  ...assignable,
  ...transition,
  Seconds: secondsOrExpression(0).optional(),
  SecondsPath: z.string().optional(),
  Timestamp: z.string().optional(),
  TimestampPath: z.string().optional(),
});

const succeed = z.strictObject({ Type: z.literal("Succeed"), ...common });

const fail = z.strictObject({
  Type: z.literal("Fail"),
  Comment: z.string().optional(),
  QueryLanguage: queryLanguage.optional(),
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
});

const stateSchema = z.discriminatedUnion("Type", [pass, task, choice, wait, succeed, fail]);

export const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal("1.0").optional(),
  QueryLanguage: queryLanguage.optional(),
  StartAt: z.string(),
  // AWS accepts 0 here, but not in a task.
  TimeoutSeconds: number(seconds(0)).optional(),
  States: z.record(z.string(), stateSchema),
});

export type Definition = z.infer<typeof definitionSchema>;
export type State = z.infer<typeof stateSchema>;
export type PassState = z.infer<typeof pass>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type WaitState = z.infer<typeof wait>;
export type SucceedState = z.infer<typeof succeed>;
export type FailState = z.infer<typeof fail>;
export type Retrier = z.infer<typeof retrier>;
