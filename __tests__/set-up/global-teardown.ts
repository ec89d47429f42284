import { removeTemporaryFiles } from "../../testing/temporary-files";

/** Runs once after all test files: removes temporary files. */
export default function tearDown(): void {
  removeTemporaryFiles();
}
