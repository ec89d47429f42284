import { comparePlans, type PlanDifference } from "../../../delivery/compare-plans";
import { planDigest } from "../../../delivery/plan-digest";
import type { AttributeChange, PlanReport, ResourceChange } from "../../../delivery/plan-report";
import { findTakenOver } from "./find-taken-over";

/** Whether a plan would do nothing, and finds nothing that was changed by hand. */
export const isEmpty = ({ changes, outputs, failedChecks }: PlanReport): boolean =>
  changes.length === 0 && outputs.length === 0 && failedChecks.length === 0;

/** How a fresh plan stands to the reviewed one. */
export type Judgement =
  | { readonly kind: "same" }
  /** An earlier attempt has done some of what was reviewed; the plan is the rest of it. */
  | {
      readonly kind: "rest";
      /** Addresses of what that attempt was killed over, which the plan takes into the state. */
      readonly takenOver: readonly string[];
    }
  | { readonly kind: "different"; readonly differences: readonly PlanDifference[] };

/**
 * Compares what is about to be applied with what was reviewed.
 * @param isRecovery - whether an attempt was killed before it had written down all that it made; otherwise nothing may be
 *   imported that was not reviewed as an import
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
  const asReviewed = fresh.changes.map((change) => forgetLearnt(change, findSame(change, reviewed.changes)));
  return planDigest(rest) === planDigest({ changes: asReviewed, outputs: fresh.outputs });
}

const findSame = (
  { address, deposed }: ResourceChange,
  changes: readonly ResourceChange[],
): ResourceChange | undefined => changes.find((change) => change.address === address && change.deposed === deposed);

/** What AWS had yet to say at the review, and has said since, is no change of mind. */
function forgetLearnt(change: ResourceChange, reviewed: ResourceChange | undefined): ResourceChange {
  const attributes = change.attributes.map((attribute): AttributeChange => {
    const wasUnknown = reviewed?.attributes.find(({ path }) => path === attribute.path)?.after?.kind === "unknown";
    return wasUnknown ? { ...attribute, after: { kind: "unknown" } } : attribute;
  });
  return { ...change, attributes };
}
