import { onOneLine } from "./markdown";
import { describeReplacement } from "../report/compare-plans";
import { showPlanValue, type AttributeChange, type ResourceChange } from "../report/plan-report";
import { shorten, shortenPair } from "./shorten";
import { splitLines } from "../report/diff-lines";

/** Level of detail of a change. */
export type ChangeDetail = "all" | "values" | "address";

interface Limits {
  /** Maximum length of a value, in characters. */
  readonly valueLength: number;
  /** Maximum number of attributes of one resource. */
  readonly attributes: number;
  /** Maximum number of changed lines of one string. */
  readonly lines: number;
}

/** Limits by level of detail. `all` has no limits: everything that other levels truncate must be reviewable. */
const LIMITS: Readonly<Record<ChangeDetail, Limits>> = {
  all: { valueLength: Infinity, attributes: Infinity, lines: Infinity },
  values: { valueLength: 240, attributes: 60, lines: 20 },
  address: { valueLength: 240, attributes: 0, lines: 0 },
};

/** Renders the lines of a change for a `diff` block; the first character of a line sets its colour. */
export function renderChange(change: ResourceChange, detail: ChangeDetail): string[] {
  const limits = LIMITS[detail];
  const attributes = detail === "address" ? [] : change.attributes.filter((each) => isRelevant(each, change));
  const shown = attributes.slice(0, limits.attributes);
  const left = attributes.length - shown.length;
  return [
    renderAddress(change),
    ...shown
      .flatMap((attribute) => splitLines(attribute, limits.lines))
      .flatMap((attribute) => renderAttribute(attribute, change, limits)),
    ...(left === 0 ? [] : [`      … and ${left} more`]),
    ...(detail === "address" ? [] : renderUnknown(change, limits)),
  ];
}

/** Renders the attributes of a new resource that AWS computes, on one line. */
function renderUnknown(change: ResourceChange, { valueLength }: Limits): string[] {
  const paths = change.attributes.filter((attribute) => isComputed(attribute, change)).map(({ path }) => path);
  return paths.length === 0 ? [] : [`      known after apply: ${shorten(onOneLine(paths.join(", ")), valueLength)}`];
}

const isNew = ({ actions }: ResourceChange): boolean => actions.includes("create") && !actions.includes("delete");
/** Returns whether an attribute gets a line. Default tags of a new resource are omitted. */
const isRelevant = (attribute: AttributeChange, change: ResourceChange): boolean =>
  !isComputed(attribute, change) && !(isNew(change) && attribute.path.startsWith("tags_all"));
const isComputed = ({ after }: AttributeChange, change: ResourceChange): boolean =>
  isNew(change) && after?.kind === "unknown";

function renderAddress(change: ResourceChange): string {
  const { address, actions, previousAddress, importId, deposed } = change;
  const reasons = describeReplacement(change);
  const because = reasons === "" ? "" : `, forced by ${reasons}`;
  const notes = [
    previousAddress === undefined ? "" : `moved from ${previousAddress}`,
    importId === undefined ? "" : `imported as ${importId}`,
    deposed === undefined ? "" : `deposed object ${deposed} of an interrupted replacement`,
  ].filter((note) => note !== "");
  const isReplaced = actions.includes("delete") && actions.includes("create");
  const verb = isReplaced
    ? `  is replaced${because}`
    : actions.includes("forget")
      ? "  is removed from the state, not deleted"
      : "";
  return onOneLine(`${signOf(actions)} ${address}${verb}${notes.length === 0 ? "" : `  (${notes.join("; ")})`}`);
}

function signOf(actions: ResourceChange["actions"]): string {
  if (actions.includes("delete") || actions.includes("forget")) return "-";
  if (actions.includes("create")) return "+";
  return actions.includes("update") ? "!" : " ";
}

function renderAttribute(
  { path, before: beforeValue, after: afterValue }: AttributeChange,
  change: ResourceChange,
  { valueLength }: Limits,
): string[] {
  const [was, is] = [beforeValue, afterValue].map((value) =>
    value === undefined ? undefined : onOneLine(showPlanValue(value)),
  );
  const line = (sign: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${sign}     ${onOneLine(path)}: ${shorten(text, valueLength)}`];
  // No colour for a new resource: all of its attributes are new.
  if (isNew(change)) return line(" ", is);
  if (was === undefined || is === undefined) return [...line("-", was), ...line("+", is)];
  const [before, after] = shortenPair(was, is, valueLength);
  return [`-     ${onOneLine(path)}: ${before}`, `+     ${onOneLine(path)}: ${after}`];
}
