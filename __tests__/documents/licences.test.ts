import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readDocument } from "./documents";
import { judgeLicence, renderLicences, type LicensedPackage } from "./licences";
import { PYTHON_LICENCES } from "./python-licences";

const ROOT = join(__dirname, "..", "..");
const DOCUMENT = "docs/reference/licences.md";
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      link: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});
type Locked = z.output<typeof lockSchema>["packages"];

/**
 * Lists the packages of a lock file, without the workspaces. npm does not mark the workspaces' dependencies as dev.
 */
function packagesIn(lock: string): LicensedPackage[] {
  const { packages } = lockSchema.parse(JSON.parse(readDocument(lock)));
  const published = findDependencies(packages, "");
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes("node_modules/") && link !== true)
    .map(([path, { license = "" }]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      licence: license,
      dev: !published.has(path),
    }));
}

/** Finds the paths of all direct and indirect dependencies of a package. */
function findDependencies(packages: Locked, path: string, found = new Set<string>()): Set<string> {
  for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`;
    const dependency = nested in packages ? nested : `node_modules/${name}`;
    if (found.has(dependency)) continue;
    found.add(dependency);
    findDependencies(packages, dependency, found);
  }
  return found;
}

const REQUIREMENTS = ["__tests__", "packages", "tools"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("requirements.txt"))
    .map((file) => join(folder, file)),
);
/** Pinned packages, with normalized PyPI names. */
const pythonNames = new Set(
  REQUIREMENTS.flatMap((file) => [...readDocument(file).matchAll(/^([\w.-]+)(?:\[\w+\])?==/gm)]).map(([, name = ""]) =>
    name.toLowerCase().replaceAll(/[-_.]+/g, "-"),
  ),
);
const python = Object.entries(PYTHON_LICENCES).flatMap(([licence, names]) =>
  names.map((name) => ({ name, licence, dev: true })),
);
const npm = packagesIn("package-lock.json");
const toolsIn = (folder: string): LicensedPackage[] =>
  packagesIn(`tools/${folder}/package-lock.json`).map((one) => ({ ...one, dev: true }));
const providers = toolsIn("providers");
const releases = [...toolsIn("release"), ...toolsIn("node-24")];

it("knows the licence of every package, and may use it", () => {
  expect(npm.length).toBeGreaterThan(500);
  expect(providers.length).toBeGreaterThan(3);
  expect([...npm, ...providers, ...releases, ...python].filter((one) => judgeLicence(one) !== "compatible")).toEqual(
    [],
  );
});

it("knows the licence of every Python package that is pinned, and of no other", () => {
  expect(REQUIREMENTS.length).toBeGreaterThan(4);
  expect(python.map(({ name }) => name).sort()).toEqual([...pythonNames].sort());
});

it("lists the licence of every program in Go", () => {
  const programs = [...readDocument("tools/go-program.mjs").matchAll(/^ {2}(\w+): \{ package:/gm)];
  const [, named = ""] = /Those in Go, ([^]*?),\s+are under the MIT licence/.exec(readDocument(DOCUMENT)) ?? [];

  expect(programs.map(([, name]) => name)).toEqual(named.split(/ and\s+|\s+and /));
});

it("lists them all in docs/reference/licences.md; UPDATE_DOCS=1 writes it", () => {
  const text = renderLicences({ npm, providers, releases, python });
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(ROOT, DOCUMENT), text);

  expect(readDocument(DOCUMENT)).toBe(text);
});

it.each([
  ["MIT", false, "compatible"],
  ["(MIT OR GPL-3.0-or-later)", false, "compatible"],
  ["Apache-2.0 AND MIT", false, "compatible"],
  ["MIT AND GPL-3.0-only", true, "not allowed"],
  ["GPL-3.0-only", true, "not allowed"],
  ["CC-BY-4.0", true, "compatible"],
  ["CC-BY-4.0", false, "not allowed"],
  ["", true, "not allowed"],
])("judges %s (of a tool: %s) as %s", (licence, dev, verdict) => {
  expect(judgeLicence({ licence, dev })).toBe(verdict);
});
