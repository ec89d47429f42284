import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectNotices } from "./third-party-notices.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const BANNER = `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __dirname = import.meta.dirname;`;

/**
 * Bundles the command `poller` and its packages into one ECMAScript module. Equal sources and packages give equal
 * bytes.
 * @param folder - folder of the file, two folders below the project's root, like that of cli/local/project-root.ts
 * @param plugins - plugins of esbuild
 * @param target - oldest version that runs the bundle, such as node22
 * @returns the bundle, and the licences of its packages
 */
export async function bundlePoller(folder, plugins, target) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    outfile: join(root, folder, "poller.mjs"),
    write: false,
    bundle: true,
    metafile: true,
    mainFields: ["module", "main"],
    // Same bytes whether node_modules is a folder or a symbolic link.
    preserveSymlinks: true,
    // Not minified: a person can compare two bundles.
    keepNames: true,
    platform: "node",
    target,
    format: "esm",
    banner: { js: BANNER },
    // Completion is for a person's shell; the package has no license file, which the bundle would require.
    external: ["@bomb.sh/tab", "@bomb.sh/tab/commander"],
    plugins,
    logLevel: "warning",
  });
  return { contents: outputFiles[0].contents, notices: collectNotices(metafile, root) };
}
