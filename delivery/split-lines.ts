import type { AttributeChange, PlanValue } from "./plan-report";
import { countSame } from "./shorten";

/**
 * Takes a text of several lines, like a job's script, apart into the lines that change: on one line of its own nobody
 * would find them. A line that stays has no part in it.
 * @param most - more changed lines than this are not taken apart
 * @returns the attribute as it is when it is no such text, or is new, or goes
 */
export function splitLines(attribute: AttributeChange, most: number): readonly AttributeChange[] {
  const [was, is] = [linesOf(attribute.before), linesOf(attribute.after)];
  if (was === undefined || is === undefined || was.length * is.length === 1) return [attribute];
  const first = countSame(was, is);
  const last = countSame(was.slice(first).reverse(), is.slice(first).reverse());
  const removed = was.slice(first, was.length - last);
  const added = is.slice(first, is.length - last);
  const count = Math.max(removed.length, added.length);
  if (count > most) return [attribute];
  return Array.from({ length: count }, (_, index) => {
    const path = `${attribute.path}, line ${String(first + index + 1)}`;
    return toAttributeChange(path, toValue(removed[index]), toValue(added[index]));
  });
}

/** @returns undefined for what is no text, or no known one */
function linesOf(value: PlanValue | undefined): string[] | undefined {
  if (value?.kind !== "known") return undefined;
  const text: unknown = JSON.parse(value.text);
  return typeof text === "string" ? text.split("\n") : undefined;
}

const toValue = (line: string | undefined): PlanValue | undefined =>
  line === undefined ? undefined : { kind: "known", text: JSON.stringify(line) };

/** A change with or without a value on each side. */
export const toAttributeChange = (
  path: string,
  before: PlanValue | undefined,
  after: PlanValue | undefined,
): AttributeChange => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
