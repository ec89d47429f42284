import { tokensOf } from "../../documents/documents";

/** Commands of a page and the output that the page shows for them. */
export interface PageStep {
  readonly commands: string;
  /** Undefined if the page shows no output. */
  readonly output: string | undefined;
}

/** Finds the steps of a page: indented blocks are commands, a fenced block after one is its output. */
export function findPageSteps(page: string): PageStep[] {
  const steps: PageStep[] = [];
  const blocks = tokensOf(page).filter(({ type }) => type === "code_block" || type === "fence");
  for (const { type, content } of blocks) {
    const last = steps.at(-1);
    if (type === "code_block") steps.push({ commands: content, output: undefined });
    else if (last !== undefined) steps.splice(-1, 1, { ...last, output: content });
  }
  return steps;
}

/** Replacements of text that differs between runs. */
const VARYING: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/(?:sha256:)?\b[0-9a-f]{64}\b/g, "ID"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UUID"],
  [/\b\d{4}-\d\d-\d\d\b/g, "DATE"],
  [/\b\d\d:\d\d:\d\d\b/g, "TIME"],
  [/\b\d+(?:\.\d+)? (?:d|h|min|s)(?: \d+ (?:h|min|s))?(?![\w])/g, "DURATION"],
  [/\b(docker|podman) \d+(?:\.\d+)+\S*/g, "$1 VERSION"],
  [/[ \t]+/g, " "],
];

/** Replaces IDs, times, durations and versions, and runs of spaces. */
export const normalizeOutput = (text: string): string =>
  VARYING.reduce((normalized, [pattern, name]) => normalized.replaceAll(pattern, name), text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");

/** Returns whether an output has the lines that a page shows; `...` stands for any lines. */
export function showsOutput(shown: string, output: string): boolean {
  const pattern = normalizeOutput(shown)
    .split("\n")
    .map((line) => (line === "..." ? "(?:[^\\n]*\\n)*?" : `${line.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")}\\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${normalizeOutput(output)}\n`);
}
