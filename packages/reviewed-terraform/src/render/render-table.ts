import { codeSpan, firstOf } from "./markdown";
import { showPlanValue, type AttributeChange, type PlanReport } from "../report/plan-report";
import { shorten, shortenPair } from "./shorten";

/** Length of a shortened digest, in hexadecimal digits. */
const SHORT_DIGEST = 12;

/** Renders a table with one row per stack. */
export function renderTable(reports: readonly PlanReport[]): string {
  return [
    "| Stack | + | ~ | − | replace | Digest |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...reports.map(renderRow),
  ].join("\n");
}

function renderRow({ stack, counts, digest, outputs }: PlanReport): string {
  const numbers = [counts.create, counts.update, counts.delete, counts.replace].map((count) =>
    count === 0 ? "·" : `**${count}**`,
  );
  const changed = numbers.some((number) => number !== "·") || counts.other > 0 || outputs.length > 0;
  const short = codeSpan(digest.replace("sha256:", "").slice(0, SHORT_DIGEST));
  return `| ${codeSpan(stack)} | ${numbers.join(" | ")} | ${short}${changed ? "" : " no changes"} |`;
}

/** Renders the digests that identify the reviewed plans. */
export function renderFingerprints(reports: readonly PlanReport[]): string {
  return reports
    .map(({ stack, digest, configHash, lockFile }) =>
      [stack, `  plan    ${digest}`, `  config  sha256:${configHash}`, ...renderLock(lockFile)].join("\n"),
    )
    .join("\n");
}

/** Renders the checksum of the provider lock file, and the locked providers. */
const renderLock = (lockFile: PlanReport["lockFile"]): string[] =>
  lockFile === "absent"
    ? []
    : [
        `  lock    sha256:${lockFile.sha256}`,
        ...lockFile.providers.map(({ source, version }) => `          ${source} ${version}`),
      ];

/** Maximum number of lines and bytes of the list of outputs. */
const MAX_OUTPUTS = 50;
const MAX_OUTPUTS_BYTES = 12_000;
/** Maximum length of a value of an output, in characters. */
const MAX_VALUE_LENGTH = 160;

/** Renders the changed outputs with their values, one per line. */
export function renderOutputs(reports: readonly PlanReport[]): string[] {
  const lines = reports.flatMap(({ stack, outputs }) =>
    outputs.map(({ name, actions, attributes }) =>
      [`${codeSpan(stack)}: ${codeSpan(name)} (${actions.join(", ")})`, ...attributes.map(renderValue)].join(" "),
    ),
  );
  return firstOf(lines, MAX_OUTPUTS, MAX_OUTPUTS_BYTES);
}

/** Renders a value; two long values are shown where they differ. */
function renderValue({ path, before, after }: AttributeChange): string {
  const [was, is] = [before, after].map((value) => (value === undefined ? undefined : showPlanValue(value)));
  const values =
    was === undefined || is === undefined
      ? [was, is].flatMap((text) => (text === undefined ? [] : shorten(text, MAX_VALUE_LENGTH)))
      : shortenPair(was, is, MAX_VALUE_LENGTH);
  return `${path === "" ? "" : `${codeSpan(path)} `}${values.map(codeSpan).join(" → ")}`;
}
