import { z } from "zod";
import { type Json, isJson } from "../json/json";

export const jsonSchema = z.custom<Json>(isJson, "must be a JSON value");
/** Assign: values or templates by variable name. */
export const assignSchema = z.record(z.string(), jsonSchema);

/** Test of one value, or a combination of tests. `operators` contains the comparison and its operand. */
export type ChoiceTest =
  | { readonly kind: "and" | "or"; readonly tests: readonly ChoiceTest[] }
  | { readonly kind: "not"; readonly test: ChoiceTest }
  | { readonly kind: "comparison"; readonly variable: string; readonly operator: string; readonly operand: Json };

/** Choice rule as written. Its operators are checked when it is parsed into a test. */
export const choiceRuleSchema = z.looseObject({
  Next: z.string().optional(),
  Comment: z.string().optional(),
  Condition: z.union([z.string(), z.boolean()]).optional(),
  Assign: assignSchema.optional(),
  Output: jsonSchema.optional(),
});

export type ChoiceRule = z.infer<typeof choiceRuleSchema>;
