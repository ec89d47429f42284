import * as z from "zod";

/** Reference to a resource of the stack: its ID in the stack, or its literal name or ARN. */
export type Reference =
  { readonly id: string; readonly literal?: never } | { readonly literal: string; readonly id?: never };

/** Parses `${TYPE.ID.ATTRIBUTE}` to the ID, and a literal value to itself. */
const referenceSchema = (type: string, attribute: string) =>
  z.string().transform((text): Reference => {
    const id = new RegExp(`^\\$\\{${type}\\.([\\w-]+)\\.${attribute}\\}$`).exec(text)?.[1];
    return id === undefined ? { literal: text } : { id };
  });

const targetArnSchema = referenceSchema("aws_lambda_function", "arn");

const inputTransformerSchema = z
  .object({ input_paths: z.record(z.string(), z.string()).default({}), input_template: z.string() })
  .transform(({ input_paths: inputPaths, input_template: inputTemplate }) => ({ inputPaths, inputTemplate }));

/** Event resources of a synthesized stack: rules, schedules and their targets. */
export const eventResourcesSchema = {
  aws_cloudwatch_event_rule: z
    .record(
      z.string(),
      z.object({
        name: z.string(),
        event_pattern: z.string().optional(),
        schedule_expression: z.string().optional(),
      }),
    )
    .default({}),
  aws_cloudwatch_event_target: z
    .record(
      z.string(),
      z.object({
        rule: referenceSchema("aws_cloudwatch_event_rule", "name"),
        arn: targetArnSchema,
        input: z.string().optional(),
        input_transformer: inputTransformerSchema.optional(),
      }),
    )
    .default({}),
  aws_scheduler_schedule: z
    .record(
      z.string(),
      z.object({
        name: z.string(),
        schedule_expression: z.string(),
        target: z.object({ arn: targetArnSchema, input: z.string().default("{}") }),
      }),
    )
    .default({}),
};

export type EventResources = z.output<z.ZodObject<typeof eventResourcesSchema>>;
