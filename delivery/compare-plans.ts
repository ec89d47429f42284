import { isSameValue } from "./diff-attributes";
import { compareText } from "./json";
import { showPlanValue, type AttributeChange, type PlanReport, type PlanValue } from "./plan-report";
import { splitLines, toAttributeChange } from "./split-lines";

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

/** Changed lines of one text that get a difference each. */
const MOST_LINES = 10;

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
  return paths
    .flatMap((path) => compareChanges(path, find(before, path), find(after, path)))
    .map((each) => ({ address, ...each }));
}

type AttributeDifference = Omit<PlanDifference, "address">;

function compareChanges(
  path: string,
  was: AttributeChange | undefined,
  is: AttributeChange | undefined,
): AttributeDifference[] {
  if (was !== undefined && is !== undefined)
    return [
      ...compareValues(`${path}, as it was before`, was.before, is.before),
      ...compareValues(path, was.after, is.after),
    ];
  const change = was ?? is;
  const lines = change === undefined ? [] : splitLines(change, MOST_LINES);
  return lines.map((line) => ({
    attribute: line.path,
    reviewed: was === undefined ? NOTHING : showChange(line),
    now: is === undefined ? NOTHING : showChange(line),
  }));
}

function compareValues(path: string, was: PlanValue | undefined, is: PlanValue | undefined): AttributeDifference[] {
  if (isSameValue(was, is)) return [];
  return splitLines(toAttributeChange(path, was, is), MOST_LINES).map(({ path: attribute, before, after }) => {
    const [reviewed, now] = [showPlanValue(before), showPlanValue(after)];
    return { attribute, reviewed, now: now === reviewed ? `${now}, but another value` : now };
  });
}

function showChange({ before, after }: AttributeChange): string {
  return before === undefined ? showPlanValue(after) : `${showPlanValue(before)} -> ${showPlanValue(after)}`;
}
