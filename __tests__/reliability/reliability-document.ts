import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "..", "..", "docs", "reliability.md");

/**
 * Whether docs/reliability.md holds this text between the markers of that name; with UPDATE_DOCS=1 it is written there
 * first.
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
