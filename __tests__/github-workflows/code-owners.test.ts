import { existsSync } from "node:fs";
import { join } from "node:path";
import { readImports } from "../../tools/architecture/read-imports";
import { PATHS, readText } from "./workflow-files";

const root = join(__dirname, "..", "..");
const patterns = readText(".github/CODEOWNERS")
  .split("\n")
  .flatMap((line) => /^(\/\S+) +@\S+$/.exec(line)?.[1] ?? []);

/** Whether a pattern other than `*` matches a file; a folder ends with `/`. */
const isOwned = (file: string): boolean =>
  patterns.some((pattern) => (pattern.endsWith("/") ? `/${file}`.startsWith(pattern) : `/${file}` === pattern));

/** Returns the sources that the commands of the pipeline import, directly or not. */
function listSources(): string[] {
  const imports = readImports(root, ["cli", "config", "workflow", "packages", "constructs", "stacks"]);
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { from, to, isTypeOnly } of imports) if (from === file && !isTypeOnly) visit(to);
  };
  for (const { from } of imports) if (from.startsWith("cli/commands/ci/")) visit(from);
  return [...found];
}

it("names an owner of each source of the pipeline's commands", () => {
  const sources = listSources();

  expect(sources).toEqual(expect.arrayContaining(["cli/deploy/apply-stack.ts", "config/deployment-config.ts"]));
  expect(sources.filter((file) => !isOwned(file))).toEqual([]);
});

it.each([
  ...PATHS,
  ".github/CODEOWNERS",
  ".github/zizmor.yml",
  ".ci/run",
  "package.json",
  "package-lock.json",
  "providers/batch.lock.hcl",
  "tools/build-ci.mjs",
  "constructs/iam/github-trust.ts",
  "stacks/deploy-roles.ts",
])("names an owner of %s", (file) => {
  expect(isOwned(file)).toBe(true);
});

it("names only files that exist, and the folder of the optional lock files", () => {
  expect(patterns.filter((pattern) => !existsSync(join(root, pattern)))).toEqual(["/providers/"]);
});
