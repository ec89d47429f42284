// Bundles the command `poller` and its packages into build/ci/poller.mjs. Jobs with credentials run it, so that they
// install no packages. Equal sources and packages give equal bytes.
// Prints the SHA-256 of the bundle, and writes it to $GITHUB_OUTPUT.
// Usage: npm run build:ci [-- FOLDER]
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { credentialsFromEnvironment } from "./lambda-bundle-options.mjs";
import { collectNotices } from "./third-party-notices.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outdir = process.argv[2] ?? join(root, "build", "ci");

/** `__dirname` is build/ci, two folders below the project's root, like that of cli/local/project-root.ts. */
const BANNER = `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __dirname = import.meta.dirname;`;

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["cli/main.ts"],
  outfile: join(root, "build", "ci", "poller.mjs"),
  write: false,
  bundle: true,
  metafile: true,
  mainFields: ["module", "main"],
  // Same bytes whether node_modules is a folder or a symbolic link.
  preserveSymlinks: true,
  // Not minified: a person can compare two bundles.
  keepNames: true,
  platform: "node",
  target: "node22",
  format: "esm",
  banner: { js: BANNER },
  // Completion is for a person's shell; the package has no license file, which the bundle would require.
  external: ["@bomb.sh/tab", "@bomb.sh/tab/commander"],
  plugins: [credentialsFromEnvironment],
  logLevel: "warning",
});
const [{ contents }] = outputFiles;
const sha256 = createHash("sha256").update(contents).digest("hex");

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "poller.mjs"), contents);
writeFileSync(join(outdir, "THIRD-PARTY-NOTICES.txt"), collectNotices(metafile, root));
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `sha256=${sha256}\n`);
process.stdout.write(`${sha256}  ${join(outdir, "poller.mjs")}\n`);
