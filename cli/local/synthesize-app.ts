import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root";
import { folderPrefix, removeLeftovers } from "./remove-leftovers";
import { runScript } from "./run-script";

/** The account and place that the laptop plays. */
const LOCAL_SETTINGS = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

/** Environment whose stacks local mode runs. */
export const LOCAL_ENVIRONMENT_NAME = LOCAL_SETTINGS.DEPLOY_ENVIRONMENT;

export type WaitIntegration = "poll" | "sync";

export interface SynthesizedApp {
  /** Where cdktf wrote to. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Bundles the Lambdas and synthesizes the stacks into a folder of this run's own below `build/`, so that neither the
 * user's `cdktf.out` nor another run is disturbed.
 * @throws CliError with the script's output when one fails
 */
export async function synthesizeApp(
  integration: WaitIntegration,
  interrupt: AbortSignal,
  ownEnvironment: Readonly<Record<string, string | undefined>>,
): Promise<SynthesizedApp> {
  const buildPath = join(PROJECT_ROOT, "build");
  await mkdir(buildPath, { recursive: true });
  await removeLeftovers(buildPath);
  const path = await mkdtemp(join(buildPath, folderPrefix(process.pid)));
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  try {
    await runScript(
      {
        purpose: "bundling the Lambdas",
        nodeArguments: ["scripts/build-lambdas.mjs"],
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
