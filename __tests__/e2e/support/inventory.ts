import { join } from "node:path";
import type { Cloud } from "./cloud";
import { runOrThrow } from "./command";
import { installEmulators } from "./python";

/** Lists all resources of the account with boto3, one per line. */
export async function listAccount({ environment }: Cloud): Promise<string[]> {
  const python = join(await installEmulators(), "python");
  const script = join(__dirname, "list_account.py");
  const text = await runOrThrow(python, [script], { cwd: __dirname, environment });
  return text.split("\n").filter((line) => line !== "");
}
