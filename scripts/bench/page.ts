import { join } from "node:path";
import { ROOT } from "./run-node";

/** The page that the benchmarks write. */
export const PAGE = join(ROOT, "docs", "benchmarks.md");
