import { endSharing } from "./shared-apps";

/** Removes the stacks that the test files of this run have shared. */
export default endSharing;
