import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  ARCHITECTURE_PAGE,
  makeArchitecturePage,
  readProjectImports,
  renderImports,
} from "../../tools/architecture/architecture";
import { findCycles, findForbidden, groupByFolder } from "../../tools/architecture/folder-graph";
import { IMPORT_RULES } from "../../tools/architecture/import-rules";
import { readImports } from "../../tools/architecture/read-imports";

const imports = readProjectImports();
const folderImports = groupByFolder(imports);

it("matches docs/architecture.md; npm run docs:architecture updates it", () => {
  const withoutBlankLines = (text: string): string => text.replaceAll(/\n+/g, "\n");

  expect(withoutBlankLines(readFileSync(ARCHITECTURE_PAGE, "utf8"))).toBe(withoutBlankLines(makeArchitecturePage()));
});

it("has no cycle between files, except by types, and none between folders", () => {
  expect(imports.length).toBeGreaterThan(1_000);
  expect(findCycles(imports.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
  expect(findCycles(folderImports)).toEqual([]);
});

it("has no import that the rules forbid, and no rule of the product that no import needs", () => {
  const product = IMPORT_RULES.filter(({ folder }) => !["testing", "tools"].includes(folder));
  const allowed = product.flatMap((rule) =>
    [...rule.imports, ...rule.packages.map((name) => `packages/${name}`)].map((to) => ({ from: rule.folder, to })),
  );

  expect(findForbidden(folderImports, IMPORT_RULES)).toEqual([]);
  expect(allowed.filter((one) => !folderImports.some(({ from, to }) => from === one.from && to === one.to))).toEqual(
    [],
  );
});

it("names in docs/architecture.md every folder at the root, and only paths that exist", () => {
  const [, tree = ""] = /\n((?: {4}.*\n)+)/.exec(readFileSync(ARCHITECTURE_PAGE, "utf8")) ?? [];
  const named = [...tree.matchAll(/^ {4}(\S+)/gm)].map(([, path = ""]) => path.replace(/\/$/, ""));
  const packages = [...tree.matchAll(/^ {6}(\S+)\//gm)].map(([, name = ""]) => name);
  const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n");
  const folders = new Set(tracked.filter((file) => file.includes("/")).map((file) => file.replace(/\/.*$/, "")));

  expect(
    [...folders].filter((folder) => !named.some((path) => path === folder || path.startsWith(`${folder}/`))),
  ).toEqual([".devcontainer", ".vscode"].filter((folder) => folders.has(folder)));
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  expect(packages).toEqual(readdirSync("packages"));
});

describe("imports of sources", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "imports-"));
    const files = {
      "packages/local-aws/package.json": '{ "name": "local-aws", "exports": { ".": "./src/index.ts" } }',
      "packages/local-aws/src/index.ts": "export {};",
      "cli/a.ts": [
        'import type { B } from "../workflow/b";',
        'import { type C } from "../workflow/c";',
        'import { d, type D } from "./d";',
        'export * from "local-aws";',
        'const lazy = import("../workflow/e");',
        'import "node:fs";',
      ].join("\n"),
      "cli/d.ts": 'export type { A } from "./a";',
      "cli/__tests__/a.ts": 'import "../a";',
      ...Object.fromEntries(["b", "c", "e"].map((name) => [`workflow/${name}.ts`, 'import "../cli/a";'])),
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("finds types, re-exports, dynamic imports and packages, and skips tests", () => {
    expect(readImports(root, ["cli"])).toEqual([
      { from: "cli/a.ts", to: "workflow/b.ts", isTypeOnly: true },
      { from: "cli/a.ts", to: "workflow/c.ts", isTypeOnly: true },
      { from: "cli/a.ts", to: "cli/d.ts", isTypeOnly: false },
      { from: "cli/a.ts", to: "packages/local-aws/src/index.ts", isTypeOnly: false },
      { from: "cli/a.ts", to: "workflow/e.ts", isTypeOnly: false },
      { from: "cli/d.ts", to: "cli/a.ts", isTypeOnly: true },
    ]);
  });

  it("finds cycles and upward imports", () => {
    const found = readImports(root, ["cli", "workflow"]);

    expect(findCycles(found.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([["cli/a.ts", "workflow/e.ts"]]);
    expect(findCycles(groupByFolder(found))).toEqual([["cli", "workflow"]]);
    expect(findForbidden(groupByFolder(found), IMPORT_RULES)).toEqual([
      { from: "workflow", to: "cli", isTypeOnly: false },
    ]);
  });

  it("draws an import of types dashed", () => {
    const picture = renderImports([
      { from: "cli", to: "workflow", isTypeOnly: true },
      { from: "cli", to: "packages/local-aws", isTypeOnly: false },
    ]);

    expect(picture).toContain("\n  cli --> local-aws\n  cli -.-> workflow\n");
  });
});
