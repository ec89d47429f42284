import { isSameValue } from "./diff-attributes";
import { compareText } from "./json";
import { showPlanValue, type AttributeChange, type PlanReport } from "./plan-report";

/** One thing that is not as it was reviewed. */
export interface PlanDifference {
  /** Of the resource; `output.NAME`, or the stack's name. */
  readonly address: string;
  /** Path of the attribute; `action` or `replaced because of` for the change itself; `cdk.tf.json` for the stack. */
  readonly attribute: string;
  readonly reviewed: string;
  readonly now: string;
}

/** A change or an output, as far as they are alike. */
interface Item {
  readonly address: string;
  /** What is done, by name. */
  readonly facts: ReadonlyMap<string, string>;
  readonly attributes: readonly AttributeChange[];
}

const NOTHING = "no change";

/**
 * What makes a plan another than the one that was reviewed; none exactly when both have the same digest and come from
 * the same cdk.tf.json. The git tree has no part in it: another file may have changed since.
 * @throws RangeError for plans of two stacks
 */
export function comparePlans(reviewed: PlanReport, fresh: PlanReport): PlanDifference[] {
  if (reviewed.stack !== fresh.stack)
    throw new RangeError(`the plans are of two stacks, ${reviewed.stack} and ${fresh.stack}`);
  const [before, after] = [listItems(reviewed), listItems(fresh)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  const differences = keys.flatMap((key) => compareItems(before.get(key), after.get(key)));
  if (reviewed.configHash !== fresh.configHash)
    differences.push({
      address: fresh.stack,
      attribute: "cdk.tf.json",
      reviewed: `SHA-256 ${reviewed.configHash}`,
      now: `SHA-256 ${fresh.configHash}`,
    });
  return differences;
}

function listItems({ changes, outputs }: PlanReport): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const { address, actions, replacePaths, attributes, previousAddress, importId, deposed } of changes)
    items.set(`${address} ${deposed ?? ""}`, {
      address,
      facts: new Map([
        ["action", actions.join(", then ")],
        ["replaced because of", replacePaths.join(", ")],
        ["moved from", previousAddress ?? ""],
        ["imported from", importId ?? ""],
      ]),
      attributes,
    });
  for (const { name, actions, attributes } of outputs)
    items.set(`output.${name} `, {
      address: `output.${name}`,
      facts: new Map([["action", actions.join(", then ")]]),
      attributes,
    });
  return items;
}

function compareItems(before: Item | undefined, after: Item | undefined): PlanDifference[] {
  const address = after?.address ?? before?.address ?? "";
  if (before === undefined || after === undefined) {
    const action = (item: Item | undefined): string => item?.facts.get("action") ?? NOTHING;
    const difference = { address, attribute: "action", reviewed: action(before), now: action(after) };
    // Why a resource is changed that nobody knew of; of a new or a lost one, the address says it all.
    const why = action(after) === "update" ? compareAttributes(address, [], after?.attributes ?? []) : [];
    return [difference, ...why];
  }
  const facts = [...before.facts].flatMap(([attribute, reviewed]) => {
    const now = after.facts.get(attribute) ?? "";
    return now === reviewed ? [] : [{ address, attribute, reviewed: reviewed || "(none)", now: now || "(none)" }];
  });
  return [...facts, ...compareAttributes(address, before.attributes, after.attributes)];
}

function compareAttributes(
  address: string,
  before: readonly AttributeChange[],
  after: readonly AttributeChange[],
): PlanDifference[] {
  const find = (list: readonly AttributeChange[], path: string) => list.find((each) => each.path === path);
  const paths = [...new Set([...before, ...after].map(({ path }) => path))].sort(compareText);
  return paths.flatMap((path) => {
    const [was, is] = [find(before, path), find(after, path)];
    if (isSameValue(was?.before, is?.before) && isSameValue(was?.after, is?.after)) return [];
    const [reviewed, now] = isSameStart(was, is)
      ? [showPlanValue(was?.after), showPlanValue(is?.after)]
      : [showChange(was), showChange(is)];
    return [{ address, attribute: path, reviewed, now: now === reviewed ? `${now}, but another value` : now }];
  });
}

/** Whether both changes begin with the same value, which then says nothing of how they differ. */
const isSameStart = (was: AttributeChange | undefined, is: AttributeChange | undefined): boolean =>
  was !== undefined && is !== undefined && isSameValue(was.before, is.before);

function showChange(change: AttributeChange | undefined): string {
  if (change === undefined) return NOTHING;
  if (change.before === undefined) return showPlanValue(change.after);
  return `${showPlanValue(change.before)} -> ${showPlanValue(change.after)}`;
}
