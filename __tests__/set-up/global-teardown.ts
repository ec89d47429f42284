import { endSharing } from "./shared-apps";
import { removeTemporaryFiles } from "./temporary-files";

/** Runs once after all test files: removes shared stacks and temporary files. */
export default function tearDown(): void {
  endSharing();
  removeTemporaryFiles();
}
