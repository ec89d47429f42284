import type { AttributeChange, PlanValue } from "./plan-report";
import { countSame } from "../render/shorten";

/**
 * Splits the change of a multi-line string, such as a script, into changes of single lines. Unchanged lines are
 * omitted.
 * @param max - maximum number of changed lines; a string with more changes is not split
 * @returns the unchanged attribute if it is not a multi-line string, or is added or removed
 */
export function splitLines(attribute: AttributeChange, max: number): readonly AttributeChange[] {
  const [was, is] = [linesOf(attribute.before), linesOf(attribute.after)];
  if (was === undefined || is === undefined || was.length * is.length === 1) return [attribute];
  const first = countSame(was, is);
  const last = countSame(was.slice(first).reverse(), is.slice(first).reverse());
  const removed = was.slice(first, was.length - last);
  const added = is.slice(first, is.length - last);
  const count = Math.max(removed.length, added.length);
  if (count > max) return [attribute];
  return Array.from({ length: count }, (_, index) => {
    const path = `${attribute.path}, line ${String(first + index + 1)}`;
    return toAttributeChange(path, toValue(removed[index]), toValue(added[index]));
  });
}

/** @returns undefined if the value is not a known string */
function linesOf(value: PlanValue | undefined): string[] | undefined {
  if (value?.kind !== "known") return undefined;
  const text: unknown = JSON.parse(value.text);
  return typeof text === "string" ? text.split("\n") : undefined;
}

const toValue = (line: string | undefined): PlanValue | undefined =>
  line === undefined ? undefined : { kind: "known", text: JSON.stringify(line) };

/** Creates an attribute change; undefined values are omitted. */
export const toAttributeChange = (
  path: string,
  before: PlanValue | undefined,
  after: PlanValue | undefined,
): AttributeChange => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
