import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root";
import { listSourceFiles } from "./source-files";

/** Folder of the cache in the build folder. */
const CACHE_NAME = "stacks-by-content";
/** Cached syntheses, of about 3 MB each: enough to switch between the wait integrations and a few jobs. */
const MAX_CACHED = 8;

/** Files that decide about a synthesis besides the sources. npm writes the first: the packages that are installed. */
const OTHER_INPUTS = [
  "node_modules/.package-lock.json",
  "package.json",
  "tsconfig.json",
  "tools/build-lambdas.mjs",
  "tools/lambda-bundle-options.mjs",
  "tools/third-party-notices.mjs",
];

/** Returns the SHA-256 of everything that a synthesis depends on: its settings, sources, tools and packages. */
export async function hashInputs(settings: Readonly<Record<string, string>>, root = PROJECT_ROOT): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([process.version, Object.entries(settings).sort()]));
  const files = [...OTHER_INPUTS.filter((file) => existsSync(join(root, file))), ...listSourceFiles(root).sort()];
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  for (const [index, content] of contents.entries())
    hash.update(`\0${files[index]}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/**
 * Copies cached stacks to a folder.
 * @returns false if there are none for this hash; the folder can then contain a part
 */
export async function copyCached(buildPath: string, hash: string, folder: string): Promise<boolean> {
  const cached = join(buildPath, CACHE_NAME, hash);
  if (!existsSync(cached)) return false;
  try {
    await utimes(cached, new Date(), new Date());
    await cp(cached, folder, { recursive: true });
    return true;
  } catch {
    // Another process can delete it as the oldest.
    return false;
  }
}

/** Adds synthesized stacks to the cache and deletes those that were not used for the longest time. */
export async function addToCache(buildPath: string, hash: string, folder: string): Promise<void> {
  const cache = join(buildPath, CACHE_NAME);
  await mkdir(cache, { recursive: true });
  const copy = `${folder}-copy`;
  try {
    await cp(folder, copy, { recursive: true });
    // Fails if another process was first.
    await rename(copy, join(cache, hash)).catch(() => undefined);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  const usedAtMs = (name: string): Promise<number> =>
    stat(join(cache, name)).then(
      ({ mtimeMs }) => mtimeMs,
      // Another process has deleted it.
      () => 0,
    );
  const entries = await Promise.all(
    (await readdir(cache)).map(async (name) => ({ name, usedAtMs: await usedAtMs(name) })),
  );
  const oldest = entries.toSorted((one, other) => other.usedAtMs - one.usedAtMs).slice(MAX_CACHED);
  await Promise.all(oldest.map(({ name }) => rm(join(cache, name), { recursive: true, force: true })));
}
