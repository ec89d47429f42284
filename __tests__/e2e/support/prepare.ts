import setUp from "../../set-up/global-setup";
import { installEmulators } from "./python";

/** Once before all files, which run at the same time: what each of them would make in the same place. */
export default async function prepare(): Promise<void> {
  setUp();
  await installEmulators();
}
