import * as z from "zod";
import type { TerraformPlan } from "./terraform-plan";

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

/** Finds the changes of a plan, without unchanged resources and data sources. */
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

/** Terraform's steps for a change, in order. */
export function stepsOf({ action, isChanged = false }: Pick<PlanChange, "action" | "isChanged">): readonly string[] {
  if (action === "replace") return ["delete", "create"];
  return action === "import" && isChanged ? ["import", "update"] : [action];
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
