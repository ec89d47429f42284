/** Writes the picture and the rules of imports in docs/architecture.md. Usage: npm run docs:architecture */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { ARCHITECTURE_PAGE, makeArchitecturePage } from "./architecture/architecture";

async function main(): Promise<void> {
  const file = join(__dirname, "..", ARCHITECTURE_PAGE);
  writeFileSync(file, await format(makeArchitecturePage(), { ...(await resolveConfig(file)), parser: "markdown" }));
  process.stdout.write(`${ARCHITECTURE_PAGE}\n`);
}

void main();
