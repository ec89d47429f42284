/** Writes the tables of docs/constructs.md from the docstrings of constructs/. Usage: npm run docs:constructs */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { replaceSection } from "./bench/replace-section";
import { renderConstructTables } from "./figures/construct-tables";

const ROOT = join(__dirname, "..");
const PAGE = join(ROOT, "docs", "constructs.md");

async function main(): Promise<void> {
  const tables = renderConstructTables(join(ROOT, "constructs", "index.ts"));
  const page = replaceSection(readFileSync(PAGE, "utf8"), "props", tables);
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: "markdown" }));
}

void main();
