import * as z from "zod";
import { DeliveryError } from "../delivery-error";

/**
 * Supported major version of the plan format; minor versions are backward compatible.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
const FORMAT_MAJOR = "1";

const changeSchema = z.object({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
  importing: z.object({ id: z.string().optional() }).optional(),
});

const resourceSchema = z.object({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  previous_address: z.string().optional(),
  deposed: z.string().optional(),
  /** Reason for the actions, such as `replace_because_tainted`. */
  action_reason: z.string().optional(),
  change: changeSchema,
});

const checkSchema = z.object({
  address: z.object({ to_display: z.string() }),
  status: z.string(),
  instances: z.array(z.object({ problems: z.array(z.object({ message: z.string() })).default([]) })).default([]),
});

const stateSchema = z.object({
  values: z
    .object({
      root_module: z.object({
        resources: z.array(z.object({ address: z.string(), values: z.looseObject({}).default({}) })).default([]),
      }),
    })
    .optional(),
});

const planSchema = z.object({
  terraform_version: z.string(),
  // Required, so that the JSON of a state is not accepted as a plan without changes.
  planned_values: z.looseObject({}),
  // Refreshed state; absent in an empty account.
  prior_state: stateSchema.optional(),
  resource_changes: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  checks: z.array(checkSchema).default([]),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
  deferred_changes: z.array(z.unknown()).default([]),
  action_invocations: z.array(z.unknown()).default([]),
});

/** Plan as printed by `terraform show -json PLAN`, limited to the members used here. */
export type TerraformPlan = z.infer<typeof planSchema>;
/** Plan without changes that was not read, so its Terraform version and its state are missing. */
export const EMPTY_PLAN: TerraformPlan = planSchema.parse({ terraform_version: "", planned_values: {} });

export type PlannedResource = z.infer<typeof resourceSchema>;
export type PlannedChange = z.infer<typeof changeSchema>;

/**
 * Parses a plan.
 * @param text - output of `terraform show -json PLAN`
 * @param source - name of the plan in messages, like `the plan of batch-dev`
 * @param options - isPartial: accepts a plan of some resources, which must not be applied
 * @throws DeliveryError if the plan is missing, truncated, of an unsupported format, failed or partial
 */
export function parsePlan(text: string, source: string, { isPartial = false } = {}): TerraformPlan {
  const again = "plan again, and export the plan with: terraform show -json PLAN";
  if (text.trim() === "") throw new DeliveryError([`${source} is empty; ${again}`]);
  const json = parseJson(text, source, again);
  const version = z.object({ format_version: z.string() }).safeParse(json).data?.format_version;
  if (version === undefined)
    throw new DeliveryError([`${source} has no format_version, so it is not a plan; ${again}`]);
  if (version.split(".")[0] !== FORMAT_MAJOR)
    throw new DeliveryError([
      `format_version of ${source} must be ${FORMAT_MAJOR}.x, got ${JSON.stringify(version)}; use the Terraform version of the workflows`,
    ]);
  const { data, error } = planSchema.safeParse(json);
  if (error !== undefined)
    throw new DeliveryError(
      error.issues.map(
        ({ path, message }) => `${source} is not a supported plan: ${path.join(".")}: ${message}; ${again}`,
      ),
      { cause: error },
    );
  refuseParts(isPartial ? { ...data, complete: true } : data, source);
  return data;
}

function parseJson(text: string, source: string, again: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DeliveryError([`${source} is not valid JSON, or truncated after ${text.length} characters; ${again}`], {
      cause: error,
    });
  }
}

/** Rejects incomplete plans and plans with actions: everything that is applied must have been reviewed. */
function refuseParts(plan: TerraformPlan, source: string): void {
  if (plan.errored) throw new DeliveryError([`${source} is incomplete, because planning failed; see its log`]);
  if (!plan.complete || plan.deferred_changes.length > 0)
    throw new DeliveryError([
      `${source} does not contain all changes; plan without -target and without deferred changes`,
    ]);
  if (plan.action_invocations.length > 0)
    throw new DeliveryError([`${source} invokes actions, which cannot be reviewed; remove the action blocks`]);
}
