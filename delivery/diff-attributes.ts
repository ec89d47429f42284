import { flattenValues, type FlattenOptions } from "./flatten-values";
import { canonicalJson, compareText, isArray, isObject } from "./json";
import type { AttributeChange, PlanValue } from "./plan-report";
import type { PlannedChange } from "./terraform-plan";

type Values = ReadonlyMap<string, PlanValue>;

/** What a change makes different: all that is set when it creates, nothing when it deletes. */
export function diffAttributes(change: PlannedChange, options: FlattenOptions): AttributeChange[] {
  if (!change.actions.some((action) => action === "create" || action === "update")) return [];
  // What is secret on one side would be given away by the other.
  const sensitive = mergeMarks(change.before_sensitive, change.after_sensitive);
  const before = flattenValues({ value: change.before, sensitive, unknown: undefined }, options);
  const after = flattenValues({ value: change.after, sensitive, unknown: change.after_unknown }, options);
  const unknownPaths = [...after].filter(([, { kind }]) => kind === "unknown").map(([path]) => path);
  return [...new Set([...before.keys(), ...after.keys()])].sort(compareText).flatMap((path): AttributeChange[] => {
    const was = before.get(path);
    const is = after.get(path);
    // What AWS computed before is part of no configuration, and may be something else the next time.
    if (is?.kind === "unknown") return [{ path, after: is }];
    if (unknownPaths.some((unknownPath) => isInside(path, unknownPath))) return [];
    if (isSameValue(was, is) || isFilled(path, was, after) || isFilled(path, is, before)) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

export function isSameValue(a: PlanValue | undefined, b: PlanValue | undefined): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** An empty list or map needs no line of its own when what it holds on the other side has one. */
function isFilled(path: string, value: PlanValue | undefined, other: Values): boolean {
  const isEmpty = value?.kind === "known" && (value.text === "[]" || value.text === "{}");
  return isEmpty && [...other.keys()].some((otherPath) => isInside(otherPath, path));
}

function isInside(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

function mergeMarks(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true;
  if (isArray(a) && isArray(b))
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => mergeMarks(a[index], b[index]));
  if (!isObject(a) || !isObject(b)) return isObject(a) || isArray(a) ? a : b;
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, mergeMarks(a[key], b[key])]),
  );
}
