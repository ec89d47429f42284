/** Writes the documentation figures that are generated from the stacks. Usage: npm run docs:figures */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { makeFigures } from "./figures/figures";

async function main(): Promise<void> {
  for (const { path, text } of makeFigures()) {
    const file = join(__dirname, "..", path);
    const isPage = path.endsWith(".md");
    writeFileSync(file, isPage ? await format(text, { ...(await resolveConfig(file)), parser: "markdown" }) : text);
    process.stdout.write(`${path}\n`);
  }
}

void main();
