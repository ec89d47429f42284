import { flattenValues, type FlattenOptions } from "./flatten-values";
import { canonicalJson, compareText, isArray, isObject } from "../json";
import type { AttributeChange, PlanValue } from "./plan-report";
import type { PlannedChange } from "../terraform/terraform-plan";

type Values = ReadonlyMap<string, PlanValue>;

/** Returns the changed attributes: all set attributes for a create, none for a delete. */
export function diffAttributes(change: PlannedChange, options: FlattenOptions): AttributeChange[] {
  if (!change.actions.some((action) => action === "create" || action === "update")) return [];
  // A value that is sensitive on one side must also be hidden on the other.
  const sensitive = mergeMarks(change.before_sensitive, change.after_sensitive);
  const before = flattenValues({ value: change.before, sensitive, unknown: undefined }, options);
  const after = flattenValues({ value: change.after, sensitive, unknown: change.after_unknown }, options);
  const unknownPaths = [...after].filter(([, { kind }]) => kind === "unknown").map(([path]) => path);
  return [...new Set([...before.keys(), ...after.keys()])].sort(compareText).flatMap((path): AttributeChange[] => {
    const was = before.get(path);
    const is = after.get(path);
    // The previous computed value is not part of the configuration and can differ in the next plan.
    if (is?.kind === "unknown") return [{ path, after: is }];
    if (unknownPaths.some((unknownPath) => isInside(path, unknownPath))) return [];
    if (isSameValue(was, is) || isFilled(path, was, after) || isFilled(path, is, before)) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

export function isSameValue(a: PlanValue | undefined, b: PlanValue | undefined): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Returns whether the value is an empty list or map whose elements on the other side are listed. */
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
