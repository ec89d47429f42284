import { isSameValue } from "../../../delivery/diff-attributes";
import type { AttributeChange, PlanReport, ResourceChange } from "../../../delivery/plan-report";

/**
 * What was reviewed to be made, has been made by an attempt that was killed, and is taken into the state by the fresh
 * plan. Only what ends up as it was reviewed: nothing that is replaced, and no value but those that were reviewed.
 */
export const findTakenOver = (reviewed: PlanReport, fresh: PlanReport): ResourceChange[] =>
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
