import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { StackFile } from "../../../delivery/firewall/check-files";

/** All that lies in a folder, and in the folders in it; links are listed, and not followed. */
export async function listFiles(folder: string): Promise<StackFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => ({
    path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"),
    kind: kindOf(entry),
  }));
}

function kindOf(entry: Dirent): StackFile["kind"] {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isDirectory()) return "directory";
  return entry.isFile() ? "file" : "other";
}
