import * as z from "zod";
import { parsePlan, type TerraformPlan } from "../../delivery/terraform-plan";

const ACTIONS = ["create", "update", "delete", "replace", "import"] as const;
export type PlanAction = (typeof ACTIONS)[number];

export interface PlanChange {
  readonly action: PlanAction;
  readonly address: string;
  readonly type: string;
  /** Whether what is imported is changed in the same go. */
  readonly isChanged?: boolean;
  /** What AWS calls it, where the plan knows that already. */
  readonly name: string | undefined;
}

const nameSchema = z.object({ bucket: z.string().optional(), name: z.string().optional(), url: z.string().optional() });

/** What a plan would do, from `terraform show -json`; without what stays as it is, and without data sources. */
export const parsePlanChanges = (json: string): readonly PlanChange[] => findPlanChanges(parsePlan(json, "the plan"));

/** The same of a plan that has been parsed. */
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

/** One line for each change: sign, what is done, type, name. */
export function renderPlanChanges(changes: readonly PlanChange[]): string[] {
  const width = Math.max(0, ...changes.map(({ type }) => type.length));
  return changes.map(
    ({ action, type, name, address }) =>
      `  ${SIGNS[action].padEnd(3)} ${action.padEnd(7)}  ${type.padEnd(width)}  ${name ?? address.slice(type.length + 1)}`,
  );
}
