import { showPlanValue, type AttributeChange, type ResourceChange } from "./plan-report";

/** Longest value shown, in characters; a whole script would hide all other changes. */
const LONGEST_VALUE = 240;

/** Most values shown of one resource. */
const MOST_ATTRIBUTES = 60;

/** How much of a change is shown. */
export type ChangeDetail = "values" | "address";

/** Lines of a change for a `diff` block, in which the first character of a line is its colour. */
export function renderChange(change: ResourceChange, detail: ChangeDetail): string[] {
  const shown = detail === "values" ? change.attributes.slice(0, MOST_ATTRIBUTES) : [];
  const left = detail === "values" ? change.attributes.length - shown.length : 0;
  return [
    renderAddress(change),
    ...shown.flatMap((attribute) => renderAttribute(attribute, change)),
    ...(left === 0 ? [] : [`      … and ${left} more`]),
  ];
}

function renderAddress({ address, actions, replacePaths, previousAddress, importId, deposed }: ResourceChange): string {
  const because = replacePaths.length === 0 ? "" : ` because of ${replacePaths.join(", ")}`;
  const notes = [
    previousAddress === undefined ? "" : `moved from ${previousAddress}`,
    importId === undefined ? "" : `imported as ${importId}`,
    deposed === undefined ? "" : `left over from a replacement (${deposed})`,
  ].filter((note) => note !== "");
  const isReplaced = actions.includes("delete") && actions.includes("create");
  const verb = isReplaced ? `  is replaced${because}` : actions.includes("forget") ? "  is forgotten, not deleted" : "";
  return `${signOf(actions)} ${address}${verb}${notes.length === 0 ? "" : `  (${notes.join("; ")})`}`.replaceAll(
    /[\r\n]/g,
    " ",
  );
}

function signOf(actions: ResourceChange["actions"]): string {
  if (actions.includes("delete") || actions.includes("forget")) return "-";
  if (actions.includes("create")) return "+";
  return actions.includes("update") ? "!" : " ";
}

function renderAttribute({ path, before, after }: AttributeChange, { actions }: ResourceChange): string[] {
  const line = (sign: string, value: AttributeChange["before"]): string[] =>
    value === undefined ? [] : [`${sign}     ${path}: ${shorten(showPlanValue(value))}`];
  // All that a new resource has is new: the colour would say nothing.
  if (!actions.includes("delete") && actions.includes("create")) return line(" ", after);
  return [...line("-", before), ...line("+", after)];
}

const shorten = (text: string): string => {
  const onOneLine = text.replaceAll(/[\r\n]/g, " ");
  return onOneLine.length <= LONGEST_VALUE ? onOneLine : `${onOneLine.slice(0, LONGEST_VALUE)}…`;
};
