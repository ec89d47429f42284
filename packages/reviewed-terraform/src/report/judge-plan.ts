import { comparePlans, type PlanDifference } from "./compare-plans";
import { planDigest } from "./plan-digest";
import type { AttributeChange, PlanReport, ResourceChange } from "./plan-report";

/** Whether a plan has no changes, changed outputs or failed checks. */
export const isEmpty = ({ changes, outputs, failedChecks }: PlanReport): boolean =>
  changes.length === 0 && outputs.length === 0 && failedChecks.length === 0;

/** Fields that identify a plan: the digest of its changes, and the SHA-256 of its cdk.tf.json. */
export type PlanIdentity = Pick<PlanReport, "digest" | "configHash">;

/** Returns whether two plans have the same changes and the same cdk.tf.json. */
export const isSamePlan = (one: PlanIdentity, other: PlanIdentity): boolean =>
  one.digest === other.digest && one.configHash === other.configHash;

/** Result of comparing a new plan with the reviewed plan. */
export type Judgement =
  | { readonly kind: "same" }
  /** An earlier attempt applied part of the reviewed plan; the new plan is the rest, failed creates included. */
  | { readonly kind: "rest" }
  | { readonly kind: "different"; readonly differences: readonly PlanDifference[] };

/**
 * Compares the plan to apply with the reviewed plan.
 * @param begun - plan that an earlier apply recorded before it began and has not completed; without it, only the
 *   whole reviewed plan matches
 * @param continued - the current plan, in which objects of failed creates of the begun apply count as absent
 */
export function judgePlan(
  reviewed: PlanReport,
  fresh: PlanReport,
  begun?: PlanIdentity,
  continued: PlanReport = fresh,
): Judgement {
  if (isSamePlan(reviewed, fresh)) return { kind: "same" };
  const isBegun = begun !== undefined && isSamePlan(begun, reviewed) && reviewed.configHash === fresh.configHash;
  if (isBegun && isRest(reviewed, continued)) return { kind: "rest" };
  return { kind: "different", differences: comparePlans(reviewed, fresh) };
}

function isRest(reviewed: PlanReport, fresh: PlanReport): boolean {
  const names = fresh.outputs.map(({ name }) => name);
  const rest = {
    ...reviewed,
    changes: reviewed.changes.filter((change) => findSame(change, fresh.changes) !== undefined),
    outputs: reviewed.outputs.filter(({ name }) => names.includes(name)),
  };
  const asReviewed = fresh.changes.map((change) => maskKnownLater(change, findSame(change, reviewed.changes)));
  return planDigest(rest) === planDigest({ ...fresh, changes: asReviewed });
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
