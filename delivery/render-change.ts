import { showInvisible } from "./markdown";
import { showPlanValue, type AttributeChange, type ResourceChange } from "./plan-report";
import { findStart, shorten } from "./shorten";
import { splitLines } from "./split-lines";

/** How much of a change is shown. */
export type ChangeDetail = "all" | "values" | "address";

interface Limits {
  /** Longest value, in characters; a whole script would hide all other changes. */
  readonly valueLength: number;
  /** Most values of one resource. */
  readonly attributes: number;
  /** Most lines of one text. */
  readonly lines: number;
}

/** What is cut off in one place has to be whole in another: else nobody could review it. */
const LIMITS: Readonly<Record<ChangeDetail, Limits>> = {
  all: { valueLength: Infinity, attributes: Infinity, lines: Infinity },
  values: { valueLength: 240, attributes: 60, lines: 20 },
  address: { valueLength: 240, attributes: 0, lines: 0 },
};

/** Lines of a change for a `diff` block, in which the first character of a line is its colour. */
export function renderChange(change: ResourceChange, detail: ChangeDetail): string[] {
  const limits = LIMITS[detail];
  const attributes = detail === "address" ? [] : change.attributes.filter((each) => isTelling(each, change));
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

/** Most of what is unknown of a new resource is what AWS makes up: a line each would hide what was written. */
function renderUnknown(change: ResourceChange, { valueLength }: Limits): string[] {
  const paths = change.attributes.filter((attribute) => isMadeUp(attribute, change)).map(({ path }) => path);
  return paths.length === 0 ? [] : [`      known after apply: ${shorten(onOneLine(paths.join(", ")), valueLength)}`];
}

const isNew = ({ actions }: ResourceChange): boolean => actions.includes("create") && !actions.includes("delete");
/** The tags that all resources have say nothing of a new one. */
const isTelling = (attribute: AttributeChange, change: ResourceChange): boolean =>
  !isMadeUp(attribute, change) && !(isNew(change) && attribute.path.startsWith("tags_all"));
const isMadeUp = ({ after }: AttributeChange, change: ResourceChange): boolean =>
  isNew(change) && after?.kind === "unknown";

function renderAddress({ address, actions, replacePaths, previousAddress, importId, deposed }: ResourceChange): string {
  const because = replacePaths.length === 0 ? "" : ` because of ${replacePaths.join(", ")}`;
  const notes = [
    previousAddress === undefined ? "" : `moved from ${previousAddress}`,
    importId === undefined ? "" : `imported as ${importId}`,
    deposed === undefined ? "" : `left over from a replacement (${deposed})`,
  ].filter((note) => note !== "");
  const isReplaced = actions.includes("delete") && actions.includes("create");
  const verb = isReplaced ? `  is replaced${because}` : actions.includes("forget") ? "  is forgotten, not deleted" : "";
  return onOneLine(`${signOf(actions)} ${address}${verb}${notes.length === 0 ? "" : `  (${notes.join("; ")})`}`);
}

function signOf(actions: ResourceChange["actions"]): string {
  if (actions.includes("delete") || actions.includes("forget")) return "-";
  if (actions.includes("create")) return "+";
  return actions.includes("update") ? "!" : " ";
}

function renderAttribute(
  { path, before, after }: AttributeChange,
  change: ResourceChange,
  { valueLength }: Limits,
): string[] {
  const [was, is] = [before, after].map((value) => (value === undefined ? undefined : onOneLine(showPlanValue(value))));
  const from = was === undefined || is === undefined ? 0 : findStart(was, is);
  const line = (sign: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${sign}     ${onOneLine(path)}: ${shorten(text, valueLength, from)}`];
  // All that a new resource has is new: the colour would say nothing.
  if (isNew(change)) return line(" ", is);
  return [...line("-", was), ...line("+", is)];
}

const onOneLine = (text: string): string => showInvisible(text.replaceAll(/[\r\n]/g, " "));
