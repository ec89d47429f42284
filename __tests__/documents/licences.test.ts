import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readDocument } from "./documents";
import { judgeLicence, renderLicences } from "./licences";

const DOCUMENT = "docs/licences.md";
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

const packages = Object.entries(lockSchema.parse(JSON.parse(readDocument("package-lock.json"))).packages)
  .filter(([path, { link }]) => path !== "" && link !== true)
  .map(([path, { license = "", dev = false }]) => ({
    name: path.replace(/^.*node_modules\//, ""),
    licence: license,
    dev,
  }));

it("knows the licence of every package, and may use it", () => {
  expect(packages.length).toBeGreaterThan(500);
  expect(packages.filter((one) => judgeLicence(one) !== "compatible")).toEqual([]);
});

it("lists them all in docs/licences.md; UPDATE_DOCS=1 writes it", () => {
  const text = renderLicences(packages);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(__dirname, "..", "..", DOCUMENT), text);

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
