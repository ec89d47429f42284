// Builds the command `poller` for the npm package, in build/poller: one file with its packages, and the stacks of the
// local mode. It needs neither the sources nor the packages of this repository. Requires build/lambdas.
// Usage: node --import tsx tools/build-poller.mjs
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { synthesizeApp } from "../cli/local/synthesize-app.ts";
import { readStylesheet } from "../console/report/read-stylesheet.ts";
import { bundlePage } from "../console/server/page-bundle.ts";
import { INTEGRATIONS } from "../workflow/integration.ts";
import { bundlePoller } from "./bundle-poller.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "build", "poller");

/** Replaces the modules that read sources of the page by their results. */
const RESULTS = {
  "console/server/page-bundle.ts": `export const bundlePage = async () => (${JSON.stringify(await bundlePage())});`,
  "console/report/read-stylesheet.ts": `export const readStylesheet = () => ${JSON.stringify(readStylesheet())};`,
};
const withResults = {
  name: "results of reading sources",
  setup(build) {
    for (const [path, contents] of Object.entries(RESULTS))
      build.onLoad({ filter: new RegExp(`/${path.replaceAll(".", "\\.")}$`) }, () => ({ contents }));
  },
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { contents, notices } = await bundlePoller(join("build", "poller"), [withResults], "node20");
writeFileSync(join(folder, "poller.mjs"), contents);
chmodSync(join(folder, "poller.mjs"), 0o755);
writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), notices);
// A worker thread loads this file by its path.
const worker = join(root, "packages", "local-aws", "src", "lambda", "worker-main.cjs");
cpSync(worker, join(folder, basename(worker)));
for (const integration of INTEGRATIONS) await writeStacks(integration);

/** Writes the stacks that the local mode reads. Their functions are those in build/lambdas. */
async function writeStacks(integration) {
  const app = await synthesizeApp(integration, new AbortController().signal, process.env);
  for (const name of ["batch-dev", "job-poller-dev"]) {
    const from = join(app.path, "stacks", name);
    const to = join(folder, "stacks", integration, "stacks", name);
    const stack = JSON.parse(readFileSync(join(from, "cdk.tf.json"), "utf8"));
    for (const archive of Object.values(stack.data?.archive_file ?? {}))
      archive.source_dir = relative(to, findBundle(join(from, archive.source_dir)));
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, "cdk.tf.json"), JSON.stringify(stack));
  }
  await app.remove();
}

/** Returns the folder in build/lambdas with the same bundle as an asset such as `assets/check-job_Bundle_.../...`. */
function findBundle(asset) {
  const [name] = basename(dirname(asset)).split("_");
  const bundle = join(root, "build", "lambdas", name);
  const [ours, theirs] = [bundle, asset].map((path) => readFileSync(join(path, "index.js")));
  if (!ours.equals(theirs)) throw new Error(`${asset} and ${bundle} must be equal; run npm run build`);
  return bundle;
}
