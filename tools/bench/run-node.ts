import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(__dirname, "..", "..");
const run = promisify(execFile);

/** Runs a Node script in the project folder. @returns stdout @throws Error if it fails */
export async function runNode(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await run(process.execPath, [...args], { cwd: ROOT, ...(env && { env }), maxBuffer: 2 ** 26 });
  return stdout;
}
