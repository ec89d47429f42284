import type { ExecutionModel } from "../model/execution-model";

/** Renders the path of an execution as a Mermaid state diagram, which GitHub displays. */
export function renderMermaid({ runs, steps }: Pick<ExecutionModel, "runs" | "steps">): string {
  const ids = new Map(runs.map(({ name }, index) => [name, `s${index + 1}`]));
  const idOf = (name: string | undefined): string => (name === undefined ? "[*]" : (ids.get(name) ?? "[*]"));
  return [
    "stateDiagram-v2",
    ...runs.map(({ name }) => `  ${idOf(name)}: ${escapeLabel(name)}`),
    ...steps.map(({ from, to, count }) => `  ${idOf(from)} --> ${idOf(to)}${count > 1 ? `: ${count} times` : ""}`),
  ].join("\n");
}

/** Escapes characters that Mermaid treats as syntax, such as semicolons and colons. */
const escapeLabel = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N} ?!_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
