import { z } from "zod";
import { parseDefinition } from "../../definition/parse-definition";
import { definitionTextSchema, typeSchema } from "../input-schemas";
import { type Operation, defineOperation } from "../operation";

const DEFAULT_MAX_RESULTS = 100;

const input = z.strictObject({
  definition: z.union([definitionTextSchema, z.literal("")]),
  type: typeSchema.optional(),
  severity: z.enum(["ERROR", "WARNING"]).optional(),
  maxResults: z.number().int().min(0).max(100).optional(),
});

export const validateOperations: Readonly<Record<string, Operation>> = {
  ValidateStateMachineDefinition: defineOperation(input, ({ definition, maxResults }, { checkTaskResource }) => {
    const parsed = parseDefinition(definition, checkTaskResource);
    const diagnostics = parsed.ok ? [] : parsed.diagnostics;
    const limit = maxResults === undefined || maxResults === 0 ? DEFAULT_MAX_RESULTS : maxResults;
    return {
      result: parsed.ok ? "OK" : "FAIL",
      diagnostics: diagnostics.slice(0, limit),
      truncated: diagnostics.length > limit,
    };
  }),
};
