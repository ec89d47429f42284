import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "..", "..", "docs", "reference", "reliability.md");

/**
 * Returns the text between the markers in docs/reference/reliability.md, and the measured text to compare it with.
 * UPDATE_DOCS=1 writes the measured text to the document first.
 */
export function findDocumented(
  marker: string,
  text: string,
): { readonly documented: string; readonly measured: string } {
  const [begin, end] = [`<!-- ${marker}: begin -->`, `<!-- ${marker}: end -->`];
  const read = () => {
    const whole = readFileSync(FILE, "utf8");
    const start = whole.indexOf(begin) + begin.length;
    return {
      before: whole.slice(0, start),
      between: whole.slice(start, whole.indexOf(end)),
      after: whole.slice(whole.indexOf(end)),
    };
  };
  const measured = `\n\n${text}\n\n`;
  if (process.env["UPDATE_DOCS"] === "1") {
    const { before, after } = read();
    writeFileSync(FILE, `${before}${measured}${after}`);
  }
  return { documented: read().between, measured };
}
