import * as z from "zod";
import { eventResourcesSchema } from "./event-schemas";
import { exactlyOne } from "./exactly-one";

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

/** Provider settings, functions, state machine and event resources of a synthesized stack. */
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
  }),
});

export type JobPollerStack = z.output<typeof jobPollerStackSchema>;
