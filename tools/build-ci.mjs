// Bundles the command `poller` and its packages into build/ci/poller.mjs. Jobs with credentials run it, so that they
// install no packages. Equal sources and packages give equal bytes.
// Prints the SHA-256 of the bundle, and writes it to $GITHUB_OUTPUT.
// Usage: npm run build:ci [-- FOLDER]
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePoller } from "./bundle-poller.mjs";
import { credentialsFromEnvironment } from "./lambda-bundle-options.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outdir = process.argv[2] ?? join(root, "build", "ci");

const { contents, notices } = await bundlePoller(join("build", "ci"), [credentialsFromEnvironment], "node22");
const sha256 = createHash("sha256").update(contents).digest("hex");

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "poller.mjs"), contents);
writeFileSync(join(outdir, "THIRD-PARTY-NOTICES.txt"), notices);
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `sha256=${sha256}\n`);
process.stdout.write(`${sha256}  ${join(outdir, "poller.mjs")}\n`);
