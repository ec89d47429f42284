import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { WaitIntegration } from "../../workflow/integration";
import { createScaledClock, startLocalAws, type Clock, type LifeCycleTimes, type LocalAws } from "local-aws";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { resolveGivenPath } from "../input/resolve-given-path";
import { isPublished } from "../published";
import type { Screen } from "../screen";
import { chooseRunner, type RunnerOptions } from "./choose-runner";
import { PROJECT_ROOT } from "./project-root";
import { listSourceFiles } from "./source-files";
import { readLocalResources, stackFile } from "./stacks/read-local-resources";
import { findJobSettings, LOCAL_ENVIRONMENT_NAME, synthesizeApp } from "./synthesize-app";

/** Approximate provisioning and image pull times on Fargate, long enough to be seen by a poll. */
export const FARGATE_TIMES: Partial<LifeCycleTimes> = { runnableMs: 90_000, startingMs: 60_000 };

interface OpenLocalOptions extends RunnerOptions {
  /** Seconds that pass on the endpoints in one real second. */
  readonly speed: number;
  readonly integration: WaitIntegration;
  /** Folder of synthesized stacks. @default synthesized for this run and deleted at its end */
  readonly cdktfOut?: string | undefined;
  readonly stepFunctionsPort?: number | undefined;
  readonly batchPort?: number | undefined;
  readonly lifeCycle?: Partial<LifeCycleTimes> | undefined;
  /** Fault script for Batch, as in docs/local-faults.md. */
  readonly faults?: unknown;
}

export interface OpenedEnvironment extends LocalAws {
  /** Clock of the endpoints. */
  readonly clock: Clock;
}

/**
 * Builds and synthesizes if needed, and starts the endpoints.
 * @throws CliError or Error with a one-line message, after cleanup
 */
export async function openLocalEnvironment(
  options: OpenLocalOptions,
  context: CliContext,
  screen: Screen,
): Promise<OpenedEnvironment> {
  const createRunner = await chooseRunner(options, context, screen);
  const app =
    options.cdktfOut === undefined
      ? await synthesizeApp(
          options.integration,
          context.interrupt,
          context.environment,
          chooseJobSettings(options, context, screen),
        )
      : findApp(resolveGivenPath(options.cdktfOut, context.environment));
  try {
    const clock = createScaledClock(options.speed);
    const environment = await startLocalAws({
      resources: readLocalResources(app.path, LOCAL_ENVIRONMENT_NAME),
      clock,
      runner: createRunner(clock),
      stepFunctionsPort: options.stepFunctionsPort ?? 0,
      batchPort: options.batchPort ?? 0,
      lifeCycle: options.lifeCycle ?? {},
      faults: options.faults,
      onLambdaLog: ({ functionName, line }) => {
        if (screen.verbose) screen.say(`[${functionName}] ${line}`);
      },
      onEventFailed: (message) => {
        screen.say(message);
      },
      onNotification: (topicArn, message) => {
        screen.say(`[${topicArn}] ${message}`);
      },
    });
    return { ...environment, clock, close: () => environment.close().finally(() => app.remove()) };
  } catch (error) {
    await app.remove();
    throw error;
  }
}

/**
 * Chooses the settings of the job, and prints their names: the user's own for containers, those of the sample for
 * processes.
 */
export function chooseJobSettings(
  { runner = "process" }: RunnerOptions,
  { environment }: CliContext,
  screen: Screen,
): Readonly<Record<string, string>> {
  const settings = findJobSettings(environment);
  const names = Object.keys(settings).join(", ");
  if (names === "") return {};
  const line =
    runner === "process"
      ? `Ignored without --runner docker or podman: ${names}`
      : `Settings of the job from the environment: ${names}`;
  screen.say(screen.paint("quiet", line));
  return runner === "process" ? {} : settings;
}

function findApp(path: string) {
  checkFreshness(path, LOCAL_ENVIRONMENT_NAME);
  return { path, remove: () => Promise.resolve() };
}

/** Prints a progress message before the endpoints start, which takes seconds. */
export function sayOpening(screen: Screen, cdktfOut: string | undefined): void {
  const stacks = cdktfOut === undefined ? "Preparing the stacks" : `Reading the stacks from ${cdktfOut}`;
  screen.say(screen.paint("quiet", `${stacks}, starting the endpoints ...`));
}

/**
 * Rejects stacks that are older than their sources. A folder without stacks passes; reading it gives a better
 * message.
 * @throws CliError naming the newer source
 */
export function checkFreshness(synthesizedPath: string, environmentName: string): void {
  const file = stackFile(join(synthesizedPath, "stacks", `job-poller-${environmentName}`));
  if (!existsSync(file) || isPublished()) return;
  const synthesizedAtMs = statSync(file).mtimeMs;
  const newer = listSourceFiles().find((source) => statSync(join(PROJECT_ROOT, source)).mtimeMs > synthesizedAtMs);
  if (newer !== undefined)
    throw new CliError([
      `the synthesized stacks in ${synthesizedPath} are older than ${newer}; run "npm run build" and "npm run synth", or omit --cdktf-out`,
    ]);
}
