import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EVENT_LATENCY_SECONDS } from "../../console/estimate/estimate-events";
import { EMPTY_RESULT } from "../../workflow/result/job-result";

const root = join(__dirname, "..", "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const lines = readme.split("\n");

it("has at most 120 lines", () => {
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
});

it("leads to the first success within 60 lines, with commands that stand by themselves", () => {
  const commands = lines.slice(0, 60).filter((line) => /^ {4}npm /.test(line));

  expect(commands.map((line) => line.trim())).toEqual(["npm ci", "npm run demo", "npm run demo -- --fail"]);
});

it("states the assumed delay with events", () => {
  expect(readme).toContain(`the end is noticed after ${EVENT_LATENCY_SECONDS} s (assumed)`);
});

it("shows fields that a JobResult has", () => {
  const shown = /^ {4}\{ "status".*$/m.exec(readme)?.[0] ?? "";
  const fields = [...shown.matchAll(/"(\w+)":/g)].map(([, field]) => field ?? "");

  expect(fields).toContain("category");
  expect(fields.filter((field) => !(field in EMPTY_RESULT))).toEqual([]);
});

describe("pictures", () => {
  const pictures = [...readme.matchAll(/<picture>[^]*?<\/picture>/g)].map(([picture]) => picture);
  const sourcesOf = (picture: string): string[] =>
    [...picture.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, source]) => source ?? "");

  it.each(pictures)("exist, in light and dark, and say what they show: %#", (picture) => {
    const sources = sourcesOf(picture);

    expect(
      sources.map((source) => [source.replace(/^.*-(light|dark)\.(?:svg|png)$/, "$1"), existsSync(join(root, source))]),
    ).toEqual([
      ["dark", true],
      ["light", true],
    ]);
    expect(new Set(sources.map((source) => source.replace(/-(light|dark)\.(?:svg|png)$/, ""))).size).toBe(1);
    expect(picture).toMatch(/<img alt="[^"]{20,}"/);
  });

  it("lists all fields", () => {
    expect(pictures).toHaveLength(4);
    expect(readme).not.toMatch(/!\[|```mermaid/);
  });
});

it("has for each row of the comparison its sources in docs/comparison.md", () => {
  const table = readme.slice(readme.indexOf("## Comparison"));
  const rows = [...table.matchAll(/^\| (\w[^|]*?) +\|/gm)].map(([, name]) => name ?? "");
  const comparison = readFileSync(join(root, "docs", "comparison.md"), "utf8").toLowerCase();
  const titles = [...comparison.matchAll(/^\*\*(.+?)\.\*\*/gm)].map(([, title]) => title ?? "").join("; ");

  expect(rows).toHaveLength(11);
  expect(rows.filter((row) => !titles.includes(row.toLowerCase()))).toEqual([]);
});
