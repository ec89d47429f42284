import { App } from "cdktf";
import { join } from "node:path";
import { parseDeploymentConfig } from "./config/deployment-config";
import { addEnvironment } from "./stacks/environment";

/** Errors that the user can fix; they are printed without a stack trace. */
const SETUP_ERRORS = ["SettingsError", "MissingBundleError", "SizeError", "PropsError"];

// cdktf captures a stack trace for every token. Resolving source maps for them takes an eighth of the synthesis time.
process.setSourceMapsEnabled(false);
try {
  const config = parseDeploymentConfig(process.env);
  const app = new App();
  addEnvironment(app, { config, lambdaCodePath: join(__dirname, "build", "lambdas") });
  app.synth();
  for (const { type, data } of app.node.findAll().flatMap(({ node }) => node.metadata))
    if (type === "@cdktf/warn") process.stderr.write(`warning: ${String(data)}\n`);
  const names = app.node.children.map(({ node }) => node.id);
  process.stdout.write(`Synthesized ${names.join(", ")} into ${app.outdir}\n`);
} catch (error) {
  process.setSourceMapsEnabled(true);
  if (!(error instanceof Error) || !SETUP_ERRORS.includes(error.name)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
