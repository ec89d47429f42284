import * as z from "zod";
import { DeliveryError } from "./delivery-error";

/** Major version of the plan format that is read here; minor versions only add. @see https://developer.hashicorp.com/terraform/internals/json-format */
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
  // A state has none, and would otherwise pass for a plan without changes.
  planned_values: z.looseObject({}),
  // What AWS answered just before; absent in an empty account.
  prior_state: stateSchema.optional(),
  resource_changes: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  checks: z.array(checkSchema).default([]),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
  deferred_changes: z.array(z.unknown()).default([]),
  action_invocations: z.array(z.unknown()).default([]),
});

/** A plan as `terraform show -json PLAN` writes it, as far as it is used here. */
export type TerraformPlan = z.infer<typeof planSchema>;
export type PlannedResource = z.infer<typeof resourceSchema>;
export type PlannedChange = z.infer<typeof changeSchema>;

/**
 * @param text - what `terraform show -json PLAN` wrote
 * @param source - names the plan in messages, like `the plan of batch-dev`
 * @throws DeliveryError for what is missing, cut off, of another format, failed, or only a part of a plan
 */
export function parsePlan(text: string, source: string): TerraformPlan {
  const again = "plan again, and write it with: terraform show -json PLAN";
  if (text.trim() === "") throw new DeliveryError([`${source} is empty; ${again}`]);
  const json = parseJson(text, source, again);
  const version = z.object({ format_version: z.string() }).safeParse(json).data?.format_version;
  if (version === undefined) throw new DeliveryError([`${source} has no format_version, so it is no plan; ${again}`]);
  if (version.split(".")[0] !== FORMAT_MAJOR)
    throw new DeliveryError([
      `${source} has format_version ${JSON.stringify(version)}, and only ${FORMAT_MAJOR}.x is understood; use the Terraform that the workflows install`,
    ]);
  const { data, error } = planSchema.safeParse(json);
  if (error !== undefined)
    throw new DeliveryError(
      error.issues.map(
        ({ path, message }) => `${source} is no plan that is understood: ${path.join(".")}: ${message}; ${again}`,
      ),
      { cause: error },
    );
  refuseParts(data, source);
  return data;
}

function parseJson(text: string, source: string, again: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DeliveryError([`${source} is no JSON, or cut off after ${text.length} characters; ${again}`], {
      cause: error,
    });
  }
}

/** What would be applied must be all that was looked at. */
function refuseParts(plan: TerraformPlan, source: string): void {
  if (plan.errored) throw new DeliveryError([`${source} was not finished, because planning failed; see its log`]);
  if (!plan.complete || plan.deferred_changes.length > 0)
    throw new DeliveryError([`${source} is only a part of all changes; plan without -target and without deferrals`]);
  if (plan.action_invocations.length > 0)
    throw new DeliveryError([`${source} invokes actions, which nobody can review; remove the action blocks`]);
}
