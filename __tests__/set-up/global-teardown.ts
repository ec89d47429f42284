import { endSharing } from "../../testing/shared-apps";
import { removeTemporaryFiles } from "../../testing/temporary-files";

/** Runs once after all test files: removes shared stacks and temporary files. */
export default function tearDown(): void {
  endSharing();
  removeTemporaryFiles();
}
