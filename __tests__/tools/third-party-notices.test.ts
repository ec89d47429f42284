import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPT = pathToFileURL(join(__dirname, "..", "..", "tools", "third-party-notices.mjs")).href;
const root = mkdtempSync(join(tmpdir(), "notices-"));

beforeAll(() => {
  givenPackage("node_modules/a", "a", { "LICENSE.md": "May be used.\r\n", NOTICE: "By a." });
  givenPackage("node_modules/a/node_modules/@b/c", "@b/c", { LICENCE: "May be copied." });
  givenPackage("node_modules/d", "d", { "license.txt": "May be copied." });
  givenPackage("node_modules/bare", "bare", { "README.md": "MIT" });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function givenPackage(path: string, name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, "package.json"), JSON.stringify({ name, version: "1.2.3", license: "MIT" }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, path, file), text);
}

/** @param inputs - bytes of each file that the bundle contains */
function collect(inputs: Readonly<Record<string, number>>) {
  const read = Object.fromEntries(
    Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }] as const),
  );
  const metafile = { outputs: { "index.js": { inputs: read } } };
  const script = `import { collectNotices } from ${JSON.stringify(SCRIPT)};
    process.stdout.write(collectNotices(${JSON.stringify(metafile)}, ${JSON.stringify(root)}));`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
}

it("contains each text once with its packages, without local or excluded files", () => {
  const { stdout } = collect({
    "lambdas/x/handler.ts": 10,
    "node_modules/d/index.js": 10,
    "node_modules/a/node_modules/@b/c/dist/index.js": 10,
    "node_modules/a/index.js": 10,
    "node_modules/bare/index.js": 0,
  });

  expect(stdout).toBe(
    `@b/c 1.2.3 (MIT)\nd 1.2.3 (MIT)\n\nMay be copied.\n\n${"-".repeat(80)}\n\na 1.2.3 (MIT)\n\nMay be used.\n\nBy a.\n`,
  );
});

it("reports a package without a license text", () => {
  expect(collect({ "node_modules/bare/index.js": 1 }).stderr).toContain(
    "bare 1.2.3 (MIT) has no license file, which the bundle requires",
  );
});
