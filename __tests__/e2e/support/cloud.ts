import { join } from "node:path";
import { startEmulators, type Emulators } from "local-aws/emulators";
import type { Environment } from "./command";
import { installEmulators } from "./python";

export { ACCOUNT_ID, REGION } from "local-aws/emulators";

/** Emulated AWS account on this machine; docs/emulators.md lists the emulators. */
export interface Cloud extends Omit<Emulators, "environment"> {
  /** Environment variables for Terraform, cdktf and poller, in addition to the settings of dev. */
  readonly environment: Environment;
}

export async function startCloud(): Promise<Cloud> {
  const emulators = await startEmulators({ programs: await installEmulators() });
  return {
    ...emulators,
    environment: {
      ...inherited(),
      PATH: `${join(__dirname, "..", "..", "..", "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
      ...emulators.environment,
      GITHUB_REPOSITORY: "acme/poller",
      // Bootstrap asks GitHub for the letter case of the name. Tests do not depend on GitHub.
      GITHUB_API_URL: "http://127.0.0.1:1",
      CHECKPOINT_DISABLE: "1",
    },
  };
}

/** Required variables of this machine, without settings and credentials of the user. */
export function inherited(): Environment {
  const wanted =
    /^(HOME|TMPDIR|LANG|TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TERRAFORM_BINARY_NAME|HTTPS?_PROXY|NO_PROXY)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
