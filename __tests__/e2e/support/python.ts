import { join } from "node:path";
import { runOrThrow } from "./command";

const root = join(__dirname, "..", "..", "..");

/** Folder of the emulators' programs; installed when they are not there yet. */
export const installEmulators = (): Promise<string> => install("requirements.txt", "e2e-venv");

/** Folder of checkov's program; installed when it is not there yet. */
export const installCheckov = (): Promise<string> => install("checkov-requirements.txt", "checkov-venv");

async function install(requirementsFile: string, folder: string): Promise<string> {
  const args = [join("scripts", "python-venv.mjs"), folder, join(__dirname, "..", requirementsFile)];
  return (await runOrThrow("node", args, { cwd: root, environment: process.env })).trim();
}
