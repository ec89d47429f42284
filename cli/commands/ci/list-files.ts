import type { Dirent, Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { StackFile } from "reviewed-terraform";

/**
 * Lists a folder recursively. Links are listed and not followed. A path that is not a folder, such as a link to one,
 * is listed as `.`.
 */
export async function listFiles(folder: string): Promise<StackFile[]> {
  const root = await lstat(folder);
  if (!root.isDirectory()) return [{ path: ".", kind: kindOf(root) }];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => ({
    path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"),
    kind: kindOf(entry),
  }));
}

function kindOf(entry: Dirent | Stats): StackFile["kind"] {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isDirectory()) return "directory";
  return entry.isFile() ? "file" : "other";
}
