import { endSharing } from "./shared-apps";
import { removeTemporaryFiles } from "./temporary-files";

/** Once after all test files of a run: removes what they have shared, and what they have left. */
export default function tearDown(): void {
  endSharing();
  removeTemporaryFiles();
}
