import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { comparable, renderCell } from "./support/compare";
import { findTestEngine } from "./support/engine";
import { ROWS } from "./support/job-definitions";
import { openContainerRows, openProcessRows, type Outcome, type RowRunner } from "./support/run-rows";

const ROOT = join(__dirname, "..", "..");
const DOCUMENT = join(ROOT, "docs", "reference", "runners.md");

describe("process runner and container runner", () => {
  let processes: RowRunner;
  let containers: RowRunner;
  const opened: RowRunner[] = [];
  const outcomes = new Map<string, readonly [Outcome, Outcome]>();
  beforeAll(async () => {
    const engine = await findTestEngine();
    processes = await openProcessRows();
    opened.push(processes);
    containers = await openContainerRows(engine);
    opened.push(containers);
  });
  afterAll(() => Promise.all(opened.map((rows) => rows.close())));

  it.each(ROWS.map((row) => [row.title, row] as const))("compares %s", async (title, row) => {
    const [process, container] = await Promise.all([processes.run(row), containers.run(row)]);
    outcomes.set(title, [process, container]);

    const isEqual = JSON.stringify(comparable(container)) === JSON.stringify(comparable(process));
    // Shows both results if they differ without an explanation.
    if (row.difference === undefined) expect(comparable(container)).toEqual(comparable(process));
    else expect(isEqual).toBe(false);
  });

  it("matches docs/reference/runners.md; UPDATE_DOCS=1 writes it", () => {
    expect(outcomes.size).toBe(ROWS.length);
    const text = formatMarkdown(renderDocument(outcomes));
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, "utf8")).toBe(text);
  });
});

/** In a process of its own, because Jest does not load prettier. */
function formatMarkdown(text: string): string {
  const prettier = join(ROOT, "node_modules", "prettier", "bin", "prettier.cjs");
  return execFileSync(process.execPath, [prettier, "--stdin-filepath", DOCUMENT], { input: text, encoding: "utf8" });
}

function renderDocument(outcomes: ReadonlyMap<string, readonly [Outcome, Outcome]>): string {
  const rows = ROWS.flatMap(({ title, difference }) => {
    const pair = outcomes.get(title);
    if (pair === undefined) return [];
    const [process, container] = pair.map(renderCell);
    return [`| ${title} | ${process} | ${difference === undefined ? "same" : container} | ${difference ?? ""} |`];
  });
  const different = ROWS.filter(({ difference }) => difference !== undefined).length;
  return `# Process and container runners compared

\`UPDATE_DOCS=1 npm run test:containers\` runs each job definition with both runners, compares the JobResults and the log
lines, and writes this page. [Containers](../containers.md) explains the runners.

${ROWS.length} job definitions: ${ROWS.length - different} end the same, ${different} differ for the reason given.
The text after an error code is the engine's and is not compared.

| job definition | \`--runner process\` | \`--runner docker\` or \`podman\` | reason for the difference |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
