import { App } from "cdktf";
import { join } from "node:path";
import { parseDeploymentConfig } from "./config/deployment-config";
import { addEnvironment } from "./stacks/environment";

/** Errors that the person at the keyboard can repair; a stack trace would only hide the message. */
const SETUP_ERRORS = ["SettingsError", "MissingBundleError"];

// cdktf takes a stack trace of every token, and looking each line of it up in the source maps is an eighth of a synthesis.
process.setSourceMapsEnabled(false);
try {
  const config = parseDeploymentConfig(process.env);
  const app = new App();
  addEnvironment(app, { config, bundlesPath: join(__dirname, "build", "lambdas") });
  app.synth();
} catch (error) {
  process.setSourceMapsEnabled(true);
  if (!(error instanceof Error) || !SETUP_ERRORS.includes(error.name)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
