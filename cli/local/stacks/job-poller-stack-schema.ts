import * as z from "zod";
import { exactlyOne } from "./batch-stack-schema";
import { tableResourcesSchema } from "./read-tables";

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

const ACCOUNT = /^\d{12}$/;

/** Terraform reference to the archive with the code of a function. */
const archiveReferenceSchema = z
  .string()
  .transform((text) => /^\$\{data\.archive_file\.([\w-]+)\.output_path\}$/.exec(text)?.[1])
  .pipe(z.string("must refer to an archive_file of the same stack"));

const functionSchema = z.object({
  function_name: z.string(),
  handler: z.string().regex(/^index\.\w+$/, "must be index.NAME, an export of index.js"),
  filename: archiveReferenceSchema,
  memory_size: z.number(),
  timeout: z.number(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }).optional(),
});

/** Provider settings, functions, state machine, event resources and tables of a synthesized stack. */
export const jobPollerStackSchema = z.object({
  provider: z.object({
    aws: z.tuple(
      [z.object({ region: z.string(), allowed_account_ids: z.tuple([z.string().regex(ACCOUNT)], z.string()) })],
      z.unknown(),
    ),
  }),
  data: z.object({ archive_file: z.record(z.string(), z.object({ source_dir: z.string() })) }),
  resource: z.object({
    aws_lambda_function: z.record(z.string(), functionSchema),
    aws_sfn_state_machine: exactlyOne(
      z.object({
        name: z.string(),
        definition: z.string().refine((text) => !text.includes("${"), "must be literal, without Terraform expressions"),
        role_arn: z.string(),
      }),
    ),
    ...eventResourcesSchema,
    ...tableResourcesSchema,
  }),
});

export type JobPollerStack = z.output<typeof jobPollerStackSchema>;
