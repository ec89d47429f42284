import * as z from "zod";
import { parsePlan, type TerraformPlan } from "reviewed-terraform";

const ACTIONS = ["create", "update", "delete", "replace", "import"] as const;
export type PlanAction = (typeof ACTIONS)[number];

export interface PlanChange {
  readonly action: PlanAction;
  readonly address: string;
  readonly type: string;
  /** Whether an imported resource is also changed. */
  readonly isChanged?: boolean;
  /** Import ID, if known. */
  readonly name: string | undefined;
}

const nameSchema = z.object({ bucket: z.string().optional(), name: z.string().optional(), url: z.string().optional() });

/** Parses the changes of a plan from `terraform show -json`, without unchanged resources and data sources. */
export const parsePlanChanges = (json: string): readonly PlanChange[] => findPlanChanges(parsePlan(json, "the plan"));

/** Finds the changes of a parsed plan. */
export function findPlanChanges(plan: TerraformPlan): readonly PlanChange[] {
  return plan.resource_changes.flatMap(({ address, mode, type, change }) => {
    const isImported = change.importing !== undefined;
    const action = mode === "managed" ? findAction(change.actions, isImported) : undefined;
    if (action === undefined) return [];
    const { bucket, name, url } = nameSchema.safeParse(change.after ?? change.before).data ?? {};
    return [
      {
        action,
        address,
        type,
        name: bucket ?? name ?? url,
        ...(isImported && change.actions.includes("update") ? { isChanged: true } : {}),
      },
    ];
  });
}

function findAction(actions: readonly string[], importing: boolean): PlanAction | undefined {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "delete";
  if (importing) return "import";
  return ACTIONS.find((action) => actions.includes(action));
}

const SIGNS: Readonly<Record<PlanAction, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "-/+",
  import: "<",
};

/** Renders one line per change: sign, action, type, name. */
export function renderPlanChanges(changes: readonly PlanChange[]): string[] {
  const width = Math.max(0, ...changes.map(({ type }) => type.length));
  return changes.map(
    ({ action, type, name, address }) =>
      `  ${SIGNS[action].padEnd(3)} ${action.padEnd(7)}  ${type.padEnd(width)}  ${name ?? address.slice(type.length + 1)}`,
  );
}
