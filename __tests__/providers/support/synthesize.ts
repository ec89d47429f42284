import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow, type Environment } from "../../e2e/support/command";

export const ROOT = join(__dirname, "..", "..", "..");

/** Replacements for packages of an app. */
export type PackageMap = Readonly<Record<string, string>>;

/** Returns the folder of the packages; installs them if necessary. */
export async function installProviders(): Promise<string> {
  const script = join(ROOT, "tools", "install-packages.mjs");
  return (await runOrThrow("node", [script, "providers"], { cwd: ROOT, environment: process.env })).trim();
}

/**
 * Runs main.ts like cdktf.json.
 * @param packages - package replacements, installed in `folder`
 * @returns all files of cdktf.out, parsed, by path
 */
export async function synthesize(folder: string, packages: PackageMap, settings: Environment): Promise<object> {
  const outDir = await mkdtemp(join(tmpdir(), "poller-providers-"));
  const { HOME, PATH } = process.env;
  try {
    await runOrThrow(
      process.execPath,
      ["--require", join(ROOT, "tools", "providers", "map-packages.cjs"), "--import", "tsx", "main.ts"],
      {
        cwd: ROOT,
        environment: {
          ...{ HOME, PATH, MAP_PACKAGES: JSON.stringify(packages), MAP_PACKAGES_FOLDER: folder },
          ...{ ...settings, CDKTF_OUTDIR: outDir },
        },
      },
    );
    return await readJsonFiles(outDir);
  } finally {
    await rm(outDir, { recursive: true });
  }
}

async function readJsonFiles(folder: string): Promise<object> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".json"));
  const documents = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const document: unknown = JSON.parse(await readFile(path, "utf8"));
      return [path.slice(folder.length + 1), document] as const;
    }),
  );
  return Object.fromEntries(documents);
}
