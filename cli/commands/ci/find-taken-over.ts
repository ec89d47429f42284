import { isSameValue, type AttributeChange, type PlanReport, type ResourceChange } from "reviewed-terraform";

/**
 * Finds resources that an interrupted apply created as reviewed and that the new plan imports. Includes only
 * resources that end up with the reviewed values and are not replaced.
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
