import { showPlanValue, type AttributeChange, type ResourceChange } from "./plan-report";

/** Longest value shown, in characters; a whole script would hide all other changes. */
const LONGEST_VALUE = 240;

/** Most values shown of one resource. */
const MOST_ATTRIBUTES = 60;

/** How much of a change is shown. */
export type ChangeDetail = "values" | "address";

/** Lines of a change for a `diff` block, in which the first character of a line is its colour. */
export function renderChange(change: ResourceChange, detail: ChangeDetail): string[] {
  const attributes = detail === "values" ? change.attributes.filter((each) => isTelling(each, change)) : [];
  const shown = attributes.slice(0, MOST_ATTRIBUTES);
  const left = attributes.length - shown.length;
  return [
    renderAddress(change),
    ...shown.flatMap((attribute) => renderAttribute(attribute, change)),
    ...(left === 0 ? [] : [`      … and ${left} more`]),
    ...(detail === "values" ? renderUnknown(change) : []),
  ];
}

/** Most of what is unknown of a new resource is what AWS makes up: a line each would hide what was written. */
function renderUnknown(change: ResourceChange): string[] {
  const paths = change.attributes.filter((attribute) => isMadeUp(attribute, change)).map(({ path }) => path);
  return paths.length === 0 ? [] : [`      known after apply: ${shorten(paths.join(", "))}`];
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

function renderAttribute({ path, before, after }: AttributeChange, change: ResourceChange): string[] {
  const line = (sign: string, value: AttributeChange["before"]): string[] =>
    value === undefined ? [] : [`${sign}     ${onOneLine(path)}: ${shorten(showPlanValue(value))}`];
  // All that a new resource has is new: the colour would say nothing.
  if (isNew(change)) return line(" ", after);
  return [...line("-", before), ...line("+", after)];
}

const onOneLine = (text: string): string => text.replaceAll(/[\r\n]/g, " ");

function shorten(text: string): string {
  const line = onOneLine(text);
  return line.length <= LONGEST_VALUE ? line : `${line.slice(0, LONGEST_VALUE)}…`;
}
