import { codeSpan, firstOf } from "./markdown";
import type { PlanReport } from "../report/plan-report";

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
    .map(({ stack, digest, configHash }) => [stack, `  plan    ${digest}`, `  config  sha256:${configHash}`].join("\n"))
    .join("\n");
}

/** Maximum number of listed outputs. */
const MAX_OUTPUTS = 50;

/** Renders the changed outputs, one per line. */
export function renderOutputs(reports: readonly PlanReport[]): string[] {
  const lines = reports.flatMap(({ stack, outputs }) =>
    outputs.map(({ name, actions }) => `${codeSpan(stack)}: ${codeSpan(name)} (${actions.join(", ")})`),
  );
  return firstOf(lines, MAX_OUTPUTS);
}
