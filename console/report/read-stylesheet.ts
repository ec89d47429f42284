import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "view");

/** The style sheet of all that shows an execution, whole: esbuild puts its parts together for the page only. */
export const readStylesheet = (): string =>
  readFileSync(join(FOLDER, "view.css"), "utf8").replaceAll(/@import "(.+)";/g, (_, path: string) =>
    readFileSync(join(FOLDER, path), "utf8"),
  );
