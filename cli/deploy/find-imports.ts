import { BatchClient, paginateDescribeComputeEnvironments } from "@aws-sdk/client-batch";
import * as z from "zod";
import type { TerraformPlan } from "reviewed-terraform";
import { IMPORT_RULES, type ImportRule, type Planned, type StackPlace } from "./import-rules";
import type { Journal } from "./journal";

/** Import source of a resource: an ID, or a data source that finds it. */
export type ImportSource =
  | { readonly kind: "id"; readonly id: string }
  | {
      readonly kind: "data";
      readonly rule: Extract<ImportRule, { kind: "data" }>;
      readonly query: Readonly<Record<string, unknown>>;
    };

const plannedSchema = z.record(z.string(), z.unknown());
const tagsSchema = z.record(z.string(), z.string());

/** Finds import sources for resources that an interrupted run may have created, by address. */
export async function findImports(
  plan: TerraformPlan,
  { planned, made }: Journal,
  place: StackPlace,
): Promise<Map<string, ImportSource>> {
  const found = new Map<string, ImportSource>();
  for (const { address, mode, type, change } of plan.resource_changes) {
    const isCandidate = mode === "managed" && change.actions.includes("create") && planned.includes(address);
    // A replaced resource cannot be imported: its address is in the state.
    if (!isCandidate || change.actions.includes("delete") || change.importing !== undefined) continue;
    if (isTooEarly(type, change.after, plan)) continue;
    const source = await findSource(type, plannedSchema.parse(change.after ?? {}), made[address], place);
    if (source !== undefined) found.set(address, source);
  }
  return found;
}

/** Whether a resource that the import requires is not in the state yet. */
function isTooEarly(type: string, after: unknown, { resource_changes: changes }: TerraformPlan): boolean {
  const rule = IMPORT_RULES[type];
  if (rule?.kind !== "id" || rule.needs === undefined) return false;
  const { type: neededType, attribute } = rule.needs;
  const nameOf = (values: unknown): unknown => plannedSchema.safeParse(values).data?.[attribute];
  return changes.some(
    ({ type: other, change }) =>
      other === neededType && change.actions.includes("create") && nameOf(change.after) === nameOf(after),
  );
}

async function findSource(
  type: string,
  planned: Planned,
  made: string | undefined,
  place: StackPlace,
): Promise<ImportSource | undefined> {
  const rule = IMPORT_RULES[type];
  if (rule === undefined) return undefined;
  const isComposed = rule.kind === "id" && rule.isComposed;
  // The ID of a composed resource is not its import ID.
  if (made !== undefined && !isComposed) return { kind: "id", id: made };
  if (rule.kind === "data") {
    const query = rule.by === "tags" ? tagsSchema.safeParse(planned["tags_all"]).data : planned["name"];
    return query === undefined ? undefined : { kind: "data", rule, query: { [rule.by]: query } };
  }
  const id = rule.kind === "id" ? rule.find(planned, place) : await findComputeEnvironment(planned, place);
  return id === undefined ? undefined : { kind: "id", id };
}

/** Finds a compute environment by name prefix and tags, because no data source supports a name prefix. */
async function findComputeEnvironment(planned: Planned, { region, tags }: StackPlace): Promise<string | undefined> {
  // Renamed to name_prefix in AWS provider 6.
  const plannedPrefix = planned["compute_environment_name_prefix"] ?? planned["name_prefix"];
  const prefix = z.string().min(1).safeParse(plannedPrefix).data;
  if (prefix === undefined) return undefined;
  const client = new BatchClient({ region });
  try {
    for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client }, {}))
      for (const { computeEnvironmentName: name = "", tags: its = {}, status } of computeEnvironments)
        if (name.startsWith(prefix) && status !== "DELETING" && hasTags(its, tags)) return name;
    return undefined;
  } finally {
    client.destroy();
  }
}

/** Whether a resource has all of the tags. */
export const hasTags = (its: Readonly<Record<string, unknown>>, tags: StackPlace["tags"]): boolean =>
  Object.entries(tags).every(([name, value]) => its[name] === value);

/** Renders import blocks in Terraform's JSON syntax; data sources are named `recovery_INDEX`. */
export function renderImports(imports: ReadonlyMap<string, ImportSource>): object {
  const data: Record<string, Record<string, object>> = {};
  const blocks = [...imports].map(([to, source], index) => {
    // Escapes `${` and `%{`, which start an expression in Terraform's JSON syntax.
    if (source.kind === "id") return { to, id: source.id.replace(/[$%](?=\{)/g, "$&$&") };
    const { source: type, result, isList } = source.rule;
    const name = `recovery_${index}`;
    (data[type] ??= {})[name] = source.query;
    const value = `data.${type}.${name}.${result}`;
    // An empty list imports nothing.
    return isList ? { for_each: `\${toset(${value})}`, to, id: "${each.value}" } : { to, id: `\${${value}}` };
  });
  return { ...(Object.keys(data).length === 0 ? {} : { data }), import: blocks };
}
