import { join } from "node:path";

/** Folder of package.json. */
export const PROJECT_ROOT = join(__dirname, "..", "..");

/** Input of the README, the demo and the tests. */
export const SAMPLE_INPUT_FILE = join(PROJECT_ROOT, "sample-job", "execution-input.json");
