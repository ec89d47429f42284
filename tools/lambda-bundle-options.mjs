import { dirname } from "node:path";

/**
 * Replaces the default credential chain with environment variables, which Lambda, the workers of the local mode and
 * the jobs of the workflows set. The default chain also supports profiles, SSO, instance metadata and more, and is a
 * third of each Lambda bundle.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const credentialsFromEnvironment = replaceModule(
  "@aws-sdk/credential-provider-node",
  'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
);

/** Removes event streams; no operation in use has one. */
const noEventStreams = replaceModule(
  "@smithy/core/event-streams",
  'throw new Error("event streams are left out of this bundle by tools/lambda-bundle-options.mjs");',
);

/** Creates a plugin that replaces a module. Imports in `contents` are resolved like those of the replaced module. */
function replaceModule(name, contents) {
  return {
    name: `instead of ${name}`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === name) return undefined;
        const found = await build.resolve(path, { kind, resolveDir, pluginData: name });
        return { path, namespace: name, pluginData: dirname(found.path), errors: found.errors };
      });
      build.onLoad({ filter: /.*/, namespace: name }, ({ pluginData }) => ({ contents, resolveDir: pluginData }));
    },
  };
}

/** Node of the setting LAMBDA_RUNTIME (docs/settings.md). A bundle for Node 22 also runs on later versions. */
const [, major = "22"] = /^nodejs(\d+)\.x$/.exec(process.env.LAMBDA_RUNTIME ?? "") ?? [];

/** esbuild options of a function bundle. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  // ES modules can be tree-shaken, which halves the bundle.
  mainFields: ["module", "main"],
  minify: true,
  // Keeps function names in the stack traces of the log.
  keepNames: true,
  sourcemap: "linked",
  sourcesContent: false,
  // Same paths in the source map whether node_modules is a folder or a symbolic link.
  preserveSymlinks: true,
  platform: "node",
  target: `node${major}`,
  format: "cjs",
  // A dynamic import of a CommonJS module reads each export, which makes node:http load all of fetch. That takes a
  // seventh of a cold start with an HTTP endpoint, as in the local mode. `require` does not read the exports.
  supported: { "dynamic-import": false },
  logLevel: "warning",
  plugins: [credentialsFromEnvironment, noEventStreams],
};
