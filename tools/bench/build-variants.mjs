// Builds variants of the Lambda functions in the given folder: without bundling ("unbundled"), and bundles that use
// the SDK of the runtime ("external").
import { build } from "esbuild";
import { globSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE_OPTIONS } from "../lambda-bundle-options.mjs";

const [, , folder] = process.argv;
const { platform, target, format, logLevel } = BUNDLE_OPTIONS;
await build({
  entryPoints: globSync("{lambdas,workflow}/**/*.ts"),
  outbase: ".",
  outdir: join(folder, "unbundled"),
  platform,
  target,
  format,
  logLevel,
});
await build({
  ...BUNDLE_OPTIONS,
  entryPoints: globSync("lambdas/*/handler.ts"),
  outbase: ".",
  outdir: join(folder, "external"),
  external: ["@aws-sdk/*", "@smithy/*"],
});
