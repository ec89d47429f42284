import {
  type LifeCycleTimes,
  createScaledClock,
  type Clock,
  startLocalEnvironment,
  type LocalEnvironment,
} from "local-aws";
import { readSynthesizedEnvironment } from "./stacks/read-synthesized-environment";
import type { CliContext } from "../cli-context";
import { resolveGivenPath } from "../input/resolve-given-path";
import type { Screen } from "../screen";
import { checkFreshness } from "./check-freshness";
import { chooseRunner, type RunnerOptions } from "./choose-runner";
import { LOCAL_ENVIRONMENT_NAME, synthesizeApp, type WaitIntegration } from "./synthesize-app";

export interface OpenLocalOptions extends RunnerOptions {
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

export interface OpenedEnvironment extends LocalEnvironment {
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
      ? await synthesizeApp(options.integration, context.interrupt, context.environment)
      : findApp(resolveGivenPath(options.cdktfOut, context.environment));
  try {
    const clock = createScaledClock(options.speed);
    const environment = await startLocalEnvironment({
      synthesized: readSynthesizedEnvironment(app.path, LOCAL_ENVIRONMENT_NAME),
      clock,
      runner: createRunner(clock),
      stepFunctionsPort: options.stepFunctionsPort ?? 0,
      batchPort: options.batchPort ?? 0,
      lifeCycle: options.lifeCycle ?? {},
      faults: options.faults,
      onLambdaLog: ({ functionName, line }) => {
        if (screen.verbose) screen.say(`[${functionName}] ${line}`);
      },
      onEventGivenUp: (message) => {
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

function findApp(path: string) {
  checkFreshness(path, LOCAL_ENVIRONMENT_NAME);
  return { path, remove: () => Promise.resolve() };
}
