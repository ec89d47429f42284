import { flattenValues, type FlattenOptions, type FlatValue } from "./flatten-values";
import { canonicalJson, compareText, isArray, isObject } from "../json";
import type { AttributeChange, PlanValue } from "./plan-report";
import { hashSecret } from "./secrets";
import type { PlannedChange } from "../terraform/terraform-plan";

type Values = ReadonlyMap<string, FlatValue>;

interface FlatChange {
  readonly path: string;
  readonly before?: FlatValue | undefined;
  readonly after?: FlatValue | undefined;
}

export interface DiffOptions extends FlattenOptions {
  /** Resource address, part of the salt of hidden values; the same in every plan. */
  readonly address: string;
}

/** Returns the changed attributes: all set attributes for a create, none for a delete. */
export function diffAttributes(change: PlannedChange, options: DiffOptions): AttributeChange[] {
  if (!change.actions.some((action) => action === "create" || action === "update")) return [];
  // A value that is sensitive on one side must also be hidden on the other.
  const sensitive = mergeMarks(change.before_sensitive, change.after_sensitive);
  const before = flattenValues({ value: change.before, sensitive, unknown: undefined }, options);
  const after = flattenValues({ value: change.after, sensitive, unknown: change.after_unknown }, options);
  const unknownPaths = [...after].filter(([, { kind }]) => kind === "unknown").map(([path]) => path);
  const changes = [...new Set([...before.keys(), ...after.keys()])].sort(compareText).flatMap((path): FlatChange[] => {
    const was = before.get(path);
    const is = after.get(path);
    // The previous computed value is not part of the configuration and can differ in the next plan.
    if (is?.kind === "unknown") return [{ path, after: is }];
    if (unknownPaths.some((unknownPath) => isInside(path, unknownPath))) return [];
    if (isSameValue(was, is) || isFilled(path, was, after) || isFilled(path, is, before)) return [];
    return [{ path, before: was, after: is }];
  });
  return hideSecrets(changes, options.address);
}

/** Replaces secrets with hashes. Only changed values are hashed, because a hash takes milliseconds. */
function hideSecrets(changes: readonly FlatChange[], address: string): AttributeChange[] {
  const isSecret = ({ before, after }: FlatChange): boolean => before?.kind === "secret" || after?.kind === "secret";
  const count = changes.filter(isSecret).length;
  const hide = (value: FlatValue, path: string): PlanValue =>
    value.kind === "secret" ? { kind: "hidden", hash: hashSecret(value.secret, `${address} ${path}`, count) } : value;
  return changes.map(({ path, before, after }) => ({
    path,
    ...(before === undefined ? {} : { before: hide(before, path) }),
    ...(after === undefined ? {} : { after: hide(after, path) }),
  }));
}

export function isSameValue(a: PlanValue | FlatValue | undefined, b: PlanValue | FlatValue | undefined): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Returns whether the value is an empty list or map whose elements on the other side are listed. */
function isFilled(path: string, value: FlatValue | undefined, other: Values): boolean {
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
