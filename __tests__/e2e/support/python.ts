import { join } from "node:path";
import { runOrThrow } from "./command";

const root = join(__dirname, "..", "..", "..");

/** Returns the folder of the emulator programs; installs them if necessary. */
export const installEmulators = (): Promise<string> =>
  install(join(root, "packages", "local-aws", "emulators", "requirements.txt"), "e2e-venv");

/** Returns the folder of checkov; installs it if necessary. */
export const installCheckov = (): Promise<string> =>
  install(join(root, "tools", "checkov", "requirements.txt"), "checkov-venv");

async function install(requirementsFile: string, folder: string): Promise<string> {
  const args = [join("tools", "python-venv.mjs"), folder, requirementsFile];
  return (await runOrThrow("node", args, { cwd: root, environment: process.env })).trim();
}
