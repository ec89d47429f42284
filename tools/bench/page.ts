import { join } from "node:path";
import { ROOT } from "./run-node";

/** Page with the benchmark results. */
export const PAGE = join(ROOT, "docs", "reference", "benchmarks.md");
