import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "view");

/** Returns view.css with its imports inlined. For the page, esbuild does this. */
export const readStylesheet = (): string =>
  readFileSync(join(FOLDER, "view.css"), "utf8").replaceAll(/@import "(.+)";/g, (_, path: string) =>
    readFileSync(join(FOLDER, path), "utf8"),
  );
