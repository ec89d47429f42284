import { dirname } from "node:path";

/**
 * Credentials from the environment alone, which is where Lambda puts them for a function in a zip, and local mode for
 * its workers. The SDK's default chain also looks into profiles, SSO, the instance's metadata and more: a third of
 * each bundle, for what can never be there.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const credentialsFromEnvironment = replaceModule(
  "@aws-sdk/credential-provider-node",
  'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
);

/** None of the operations that are called has an event stream. */
const noEventStreams = replaceModule(
  "@smithy/core/event-streams",
  'throw new Error("event streams are left out of this bundle by scripts/lambda-bundle-options.mjs");',
);

/** What its importers get instead of the module; imports in `contents` are resolved as the module's own would be. */
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

/** How esbuild bundles one function. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  // The ES modules of the packages, which can be tree-shaken: half the bundle.
  mainFields: ["module", "main"],
  minify: true,
  // A stack trace in the logs must name our functions.
  keepNames: true,
  sourcemap: "linked",
  sourcesContent: false,
  // A node_modules that is a link has the same paths in the source map as one that is a folder.
  preserveSymlinks: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // A CommonJS module that is imported is looked at export by export, which makes node:http load the whole of fetch:
  // a seventh of a start whose endpoint is on HTTP, as local mode's are. What is required instead is not.
  supported: { "dynamic-import": false },
  logLevel: "warning",
  plugins: [credentialsFromEnvironment, noEventStreams],
};
