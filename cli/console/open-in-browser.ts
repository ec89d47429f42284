import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Command that opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

interface OpenedAddress {
  /** Reason why the browser was not opened; undefined when it was. */
  readonly problem: string | undefined;
  readonly remove: () => Promise<void>;
}

/**
 * Opens an address that contains a secret. Uses a file readable only by this user, because all users of the machine
 * can see process arguments.
 * @param opener - program and first arguments
 */
export async function openInBrowser(
  url: string,
  opener: readonly string[] = OPENERS[process.platform] ?? ["xdg-open"],
): Promise<OpenedAddress> {
  const folder = await mkdtemp(join(tmpdir(), "poller-console-"));
  const file = join(folder, "open.html");
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${url}"><title>Opening</title>`, {
    mode: 0o600,
  });
  const [program = "", ...firstArguments] = opener;
  const child = spawn(program, [...firstArguments, pathToFileURL(file).href], { stdio: "ignore", detached: true });
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("spawn", () => {
      resolve(undefined);
    });
  });
  child.unref();
  return { problem, remove: () => rm(folder, { recursive: true, force: true }) };
}
