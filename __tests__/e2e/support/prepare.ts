import setUp from "../../set-up/global-setup";
import { installEmulators } from "./python";

/** Runs once before all test files, which run in parallel: builds the files that they share. */
export default async function prepare(): Promise<void> {
  setUp();
  await installEmulators();
}
