import { comparePlans, type PlanDifference } from "./compare-plans";
import { isSameValue } from "./diff-attributes";
import { planDigest } from "./plan-digest";
import type { AttributeChange, PlanReport, ResourceChange } from "./plan-report";

/** Whether a plan has no changes, changed outputs or failed checks. */
export const isEmpty = ({ changes, outputs, failedChecks }: PlanReport): boolean =>
  changes.length === 0 && outputs.length === 0 && failedChecks.length === 0;

/** Result of comparing a new plan with the reviewed plan. */
export type Judgement =
  | { readonly kind: "same" }
  /** An earlier attempt applied part of the reviewed plan; the new plan is the rest. */
  | {
      readonly kind: "rest";
      /** Addresses of resources created by that attempt, which the new plan imports. */
      readonly takenOver: readonly string[];
    }
  | { readonly kind: "different"; readonly differences: readonly PlanDifference[] };

/**
 * Compares the plan to apply with the reviewed plan.
 * @param isRecovery - whether an earlier apply was interrupted before it saved its state; without it, only
 *   reviewed imports are allowed
 */
export function judgePlan(reviewed: PlanReport, fresh: PlanReport, isRecovery = false): Judgement {
  if (reviewed.configHash === fresh.configHash) {
    if (reviewed.digest === fresh.digest) return { kind: "same" };
    const takenOver = isRecovery ? findTakenOver(reviewed, fresh) : [];
    const changes = fresh.changes.filter((change) => !takenOver.includes(change));
    if (isRest(reviewed, { changes, outputs: fresh.outputs }))
      return { kind: "rest", takenOver: takenOver.map(({ address }) => address) };
  }
  return { kind: "different", differences: comparePlans(reviewed, fresh) };
}

function isRest(reviewed: PlanReport, fresh: Pick<PlanReport, "changes" | "outputs">): boolean {
  const names = fresh.outputs.map(({ name }) => name);
  const rest = {
    changes: reviewed.changes.filter((change) => findSame(change, fresh.changes) !== undefined),
    outputs: reviewed.outputs.filter(({ name }) => names.includes(name)),
  };
  const asReviewed = fresh.changes.map((change) => maskKnownLater(change, findSame(change, reviewed.changes)));
  return planDigest(rest) === planDigest({ changes: asReviewed, outputs: fresh.outputs });
}

const findSame = (
  { address, deposed }: ResourceChange,
  changes: readonly ResourceChange[],
): ResourceChange | undefined => changes.find((change) => change.address === address && change.deposed === deposed);

/** Treats values that were unknown at review as unknown: knowing them now is not a difference. */
function maskKnownLater(change: ResourceChange, reviewed: ResourceChange | undefined): ResourceChange {
  const attributes = change.attributes.map((attribute): AttributeChange => {
    const wasUnknown = reviewed?.attributes.find(({ path }) => path === attribute.path)?.after?.kind === "unknown";
    return wasUnknown ? { ...attribute, after: { kind: "unknown" } } : attribute;
  });
  return { ...change, attributes };
}

/**
 * Finds resources that an interrupted apply created as reviewed and that the new plan imports. Includes only
 * resources that end up with the reviewed values and are not replaced.
 */
const findTakenOver = (reviewed: PlanReport, fresh: PlanReport): ResourceChange[] =>
  fresh.changes.filter((change) => {
    const asReviewed = reviewed.changes.find(({ address }) => address === change.address);
    return asReviewed !== undefined && isMade(asReviewed) && isImport(change) && endsAs(asReviewed, change);
  });

const isMade = ({ actions, importId, deposed }: ResourceChange): boolean =>
  actions.join() === "create" && importId === undefined && deposed === undefined;

const isImport = ({ actions, importId, previousAddress }: ResourceChange): boolean =>
  importId !== undefined && previousAddress === undefined && ["no-op", "update"].includes(actions.join());

function endsAs({ attributes: reviewed }: ResourceChange, { attributes }: ResourceChange): boolean {
  const find = (path: string): AttributeChange | undefined => reviewed.find((attribute) => attribute.path === path);
  return attributes.every(({ path, after }) => {
    const expected = find(path)?.after;
    return expected?.kind === "unknown" || isSameValue(expected, after);
  });
}
