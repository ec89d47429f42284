import { isSameValue } from "./diff-attributes";
import { compareText } from "../json";
import {
  showPlanValue,
  type AttributeChange,
  type PlanReport,
  type PlanValue,
  type ResourceChange,
} from "./plan-report";
import { splitLines, toAttributeChange } from "./diff-lines";

/** Difference between the reviewed plan and the current one. */
export interface PlanDifference {
  /** Address of the resource, `output.NAME`, or the stack's name. */
  readonly address: string;
  /**
   * Path of the attribute; `action`, `replacement forced by` and the like for the change; `cdk.tf.json` for the
   * stack.
   */
  readonly attribute: string;
  readonly reviewed: string;
  readonly now: string;
}

/** Common properties of a resource change and an output. */
interface Item {
  readonly address: string;
  /** Properties of the change, by name. */
  readonly facts: ReadonlyMap<string, string>;
  readonly attributes: readonly AttributeChange[];
}

const NOTHING = "no change";

/** Maximum number of changed lines of one string that are listed separately. */
const MAX_LINES = 10;

/**
 * Returns the differences between the reviewed plan and the current one. The list is empty only if both have the same
 * digest and the same cdk.tf.json.
 * @throws RangeError if the plans are of different stacks
 */
export function comparePlans(reviewed: PlanReport, fresh: PlanReport): PlanDifference[] {
  if (reviewed.stack !== fresh.stack)
    throw new RangeError(`cannot compare plans of different stacks: ${reviewed.stack} and ${fresh.stack}`);
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
  const [reviewedLock, nowLock] = [showLock(reviewed), showLock(fresh)];
  if (reviewedLock !== nowLock)
    differences.push({ address: fresh.stack, attribute: "provider lock", reviewed: reviewedLock, now: nowLock });
  return differences;
}

const showLock = ({ lockFile }: PlanReport): string =>
  lockFile === "absent" ? "(none)" : `SHA-256 ${lockFile.sha256}`;

function listItems({ changes, outputs }: PlanReport): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const { address, actions, replacePaths, attributes, previousAddress, importId, deposed, isTainted } of changes)
    items.set(`${address} ${deposed ?? ""}`, {
      address,
      facts: new Map([
        ["action", actions.join(", then ")],
        ["replacement forced by", describeReplacement({ replacePaths, isTainted })],
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

/** Reasons of a replacement. */
export const describeReplacement = ({
  replacePaths,
  isTainted,
}: Pick<ResourceChange, "replacePaths" | "isTainted">): string =>
  [...(isTainted ? ["an incomplete create"] : []), ...replacePaths].join(", ");

function compareItems(before: Item | undefined, after: Item | undefined): PlanDifference[] {
  const address = after?.address ?? before?.address ?? "";
  if (before === undefined || after === undefined) {
    const action = (item: Item | undefined): string => item?.facts.get("action") ?? NOTHING;
    const difference = { address, attribute: "action", reviewed: action(before), now: action(after) };
    // Lists the attributes of an unreviewed update. For a created or deleted resource, the action is sufficient.
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
      ...compareValues(`${path}, current value`, was.before, is.before),
      ...compareValues(path, was.after, is.after),
    ];
  const change = was ?? is;
  const lines = change === undefined ? [] : splitLines(change, MAX_LINES);
  return lines.map((line) => ({
    attribute: line.path,
    reviewed: was === undefined ? NOTHING : showChange(line),
    now: is === undefined ? NOTHING : showChange(line),
  }));
}

function compareValues(path: string, was: PlanValue | undefined, is: PlanValue | undefined): AttributeDifference[] {
  if (isSameValue(was, is)) return [];
  return splitLines(toAttributeChange(path, was, is), MAX_LINES).map(({ path: attribute, before, after }) => {
    const [reviewed, now] = [showPlanValue(before), showPlanValue(after)];
    return { attribute, reviewed, now: now === reviewed ? `${now}, but a different value` : now };
  });
}

function showChange({ before, after }: AttributeChange): string {
  return before === undefined ? showPlanValue(after) : `${showPlanValue(before)} -> ${showPlanValue(after)}`;
}
