import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSection } from "../../tools/bench/replace-section";
import { renderConstructTables } from "../../tools/figures/construct-tables";

const ROOT = join(__dirname, "..", "..");

/** Ignores the alignment of tables by prettier. */
const withoutAlignment = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{4,}/g, "---").trim();

function renderModule(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "construct-tables-test-"));
  try {
    writeFileSync(join(folder, "index.ts"), 'export { Thing, ThingError, type ThingProps } from "./thing";\n');
    writeFileSync(join(folder, "thing.ts"), text);
    return renderConstructTables(join(folder, "index.ts"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("tables of docs/constructs.md", () => {
  it("match the docstrings; npm run docs:constructs updates them", () => {
    const page = readFileSync(join(ROOT, "docs", "constructs.md"), "utf8");

    const tables = renderConstructTables(join(ROOT, "constructs", "index.ts"));

    expect(withoutAlignment(readSection(page, "props"))).toBe(withoutAlignment(tables));
  });

  it("have the type, meaning, links and default of each prop", () => {
    const tables = renderModule(`
      /** Properties of {@link Thing}. @see https://example.com/things */
      export interface ThingProps {
        /**
         * Size, in MiB;
         * at least 1.
         * @default 256
         * @see https://example.com/sizes
         */
        readonly size?: number | "any";
        /** Names. */
        readonly names: readonly string[];
      }
    `);

    expect(tables.split("\n")).toEqual([
      "### ThingProps",
      "",
      "Properties of `Thing`. ([AWS](https://example.com/things))",
      "",
      "| prop | type | meaning | default |",
      "| --- | --- | --- | --- |",
      '| `size` | `number \\| "any"` | Size, in MiB; at least 1. ([AWS](https://example.com/sizes)) | 256 |',
      "| `names` | `string[]` | Names. | required |",
    ]);
  });

  it("have the public members of classes, but not those of errors", () => {
    const tables = renderModule(`
      /** Thing. */
      export class Thing extends Construct {
        /** ARN. */
        readonly arn: string;
        private readonly secret = 1;
        /** Makes a thing. */
        static from(arn: string): Thing {}
        get inherited(): string {}
      }
      /** Thrown. */
      export class ThingError extends Error {}
    `);

    expect(tables).toContain("| `arn` | ARN. |\n| `Thing.from(arn)` | Makes a thing. |");
    expect(tables).not.toMatch(/secret|inherited|Thrown/);
  });

  it.each([
    ["a prop without docstring", "readonly size: number;", /thing\.ts:\d+ has no docstring/],
    ["an optional prop without default", "\n /** Size. */ readonly size?: number;", /thing\.ts:\d+ has no @default/],
  ])("reject %s", (_, prop, problem) => {
    expect(() => renderModule(`/** Props. */ export interface ThingProps { ${prop} }`)).toThrow(problem);
  });
});
