import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { errorMessage } from "../error-properties";
import { PROJECT_ROOT } from "./project-root";
import { folderPrefix, removeLeftovers } from "./remove-leftovers";
import { runScript } from "./run-script";

/** Account and region of the local endpoints. */
const LOCAL_SETTINGS = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

/** Environment of the local stacks. */
export const LOCAL_ENVIRONMENT_NAME = LOCAL_SETTINGS.DEPLOY_ENVIRONMENT;

export type WaitIntegration = "poll" | "sync";

export interface SynthesizedApp {
  /** Output folder of the synthesis. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Bundles the Lambda functions and synthesizes the stacks into a separate folder below `build/`, so that neither
 * `cdktf.out` nor another run is affected.
 * @throws CliError with the script's output when one fails
 */
export async function synthesizeApp(
  integration: WaitIntegration,
  interrupt: AbortSignal,
  ownEnvironment: Readonly<Record<string, string | undefined>>,
): Promise<SynthesizedApp> {
  const path = await makeBuildFolder(join(PROJECT_ROOT, "build"));
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  try {
    await runScript(
      {
        purpose: "bundling the Lambdas",
        nodeArguments: ["tools/build-lambdas.mjs"],
        environment: {},
        interrupt,
      },
      ownEnvironment,
    );
    await runScript(
      {
        purpose: "synthesizing the stacks",
        nodeArguments: ["--require", "tsx/cjs", "main.ts"],
        environment: { ...LOCAL_SETTINGS, WAIT_INTEGRATION: integration, CDKTF_OUTDIR: path },
        interrupt,
      },
      ownEnvironment,
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

/**
 * Creates the folder of this run and deletes those of interrupted runs.
 * @throws CliError when the folder cannot be written
 */
export async function makeBuildFolder(buildPath: string): Promise<string> {
  try {
    await mkdir(buildPath, { recursive: true });
    await removeLeftovers(buildPath);
    return await mkdtemp(join(buildPath, folderPrefix(process.pid)));
  } catch (error) {
    throw new CliError(
      [
        `cannot write to ${buildPath}: ${errorMessage(error)}; make it writable, or pass --cdktf-out with synthesized stacks`,
      ],
      { cause: error },
    );
  }
}
