// Bundles every lambdas/<name>/handler.ts to build/lambdas/<name>/index.js, with its source map and the licenses of
// the bundled packages. LAMBDA_RUNTIME, such as nodejs24.x, chooses the Node that they are built for.
import { build } from "esbuild";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUNDLE_OPTIONS } from "./lambda-bundle-options.mjs";
import { collectNotices } from "./third-party-notices.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outdir = join(root, "build", "lambdas");
const names = readdirSync(join(root, "lambdas")).filter((name) =>
  existsSync(join(root, "lambdas", name, "handler.ts")),
);

const bundles = await Promise.all(
  names.map((name) =>
    build({
      absWorkingDir: root,
      entryPoints: [`lambdas/${name}/handler.ts`],
      outfile: join(outdir, name, "index.js"),
      ...BUNDLE_OPTIONS,
      write: false,
      metafile: true,
    }),
  ),
);

// Each file is replaced atomically, so that a bundle can be used during a build.
mkdirSync(outdir, { recursive: true });
const temporary = mkdtempSync(join(root, "build", "tmp-"));
const files = bundles.flatMap(({ outputFiles, metafile }, index) => [
  ...outputFiles,
  { path: join(outdir, names[index], "THIRD-PARTY-NOTICES.txt"), contents: collectNotices(metafile, root) },
]);
for (const { path, contents } of files) {
  const written = join(temporary, basename(path));
  writeFileSync(written, contents);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(written, path);
}
rmSync(temporary, { recursive: true });

// The zip contains all files of the folder, so files of earlier builds are deleted.
const kept = new Set(files.flatMap(({ path }) => [path, dirname(path)]));
for (const entry of readdirSync(outdir, { recursive: true })) {
  const path = join(outdir, entry);
  if (!kept.has(path)) rmSync(path, { recursive: true, force: true });
}
