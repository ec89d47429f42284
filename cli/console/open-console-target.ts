import sampleInput from "../../sample-job/execution-input.json";
import type { CliContext } from "../cli-context";
import type { RunnerOptions } from "../local/choose-runner";
import { describeWaits, formatExports, listExports } from "../local/exports";
import { FARGATE_TIMES, openLocalEnvironment, sayOpening } from "../local/open-local-environment";
import type { WaitIntegration } from "../../workflow/integration";
import { sayBusy } from "../say-busy";
import type { Screen } from "../screen";
import { createLocalClients } from "../target/aws-clients";
import { openAnyTarget } from "../target/open-environment";
import type { Target, TargetOptions } from "../target/open-target";
import { readEndpointClock } from "./read-endpoint-clock";

export interface ConsoleTargetOptions extends TargetOptions, RunnerOptions {
  /** Seconds that pass on the started endpoints in one real second. */
  readonly speed: number;
  readonly integration: WaitIntegration;
  readonly cdktfOut?: string | undefined;
}

/** State machine of the page, and the endpoints started for it. */
export interface ConsoleTarget extends Target {
  readonly sampleInput: Readonly<Record<string, unknown>>;
  readonly clock: { now(): number; readonly speed: number };
  /** Step Functions endpoint if it is not AWS's own, such as an emulator. */
  readonly endpointUrl?: string | undefined;
  /** Settings with which other clients find the started endpoints; empty when none were started. */
  readonly exports: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Finds the state machine selected by the options. Without options it uses a running `poller local` if its exports
 * are set, or starts local endpoints.
 * @throws CliError when the options do not select one state machine
 */
export async function openConsoleTarget(
  options: ConsoleTargetOptions,
  context: CliContext,
  screen: Screen,
): Promise<ConsoleTarget> {
  const { environment, stateMachineArn, local } = options;
  const isDeployed = environment !== undefined || (stateMachineArn !== undefined && local !== true);
  const isRunning = (context.environment["AWS_ENDPOINT_URL_SFN"] ?? "") !== "";
  if (!isDeployed && !isRunning) return openOwnEndpoints(options, context, screen);
  if (environment !== undefined) sayBusy(`Reading the state of ${environment}`, context, screen);
  const target = await openAnyTarget(isDeployed ? options : { ...options, local: true }, context);
  const emulatorUrl = findEndpointUrl(context.environment);
  const endpointUrl = isDeployed ? emulatorUrl : undefined;
  if (endpointUrl !== undefined)
    screen.say(`Using the Step Functions endpoint ${endpointUrl}; times are those of its clock.`);
  return {
    ...target,
    sampleInput: target.sampleInput ?? sampleInput,
    clock: emulatorUrl === undefined ? createAwsClock(target.clients) : await readEndpointClock(emulatorUrl),
    endpointUrl,
    exports: {},
    close: () => {
      target.clients.close();
      return Promise.resolve();
    },
  };
}

/**
 * Creates the clock of AWS. The SDK corrects the clock of this machine by the Date header of the responses, if it is
 * wrong by more than 5 minutes.
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-client-sfn/Interface/SFNClientConfig/
 */
const createAwsClock = ({ stepFunctions }: Target["clients"]) => ({
  now: (): number => Date.now() + stepFunctions.config.systemClockOffset,
  speed: 1,
});

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function findEndpointUrl(environment: CliContext["environment"]): string | undefined {
  const url = environment["AWS_ENDPOINT_URL_SFN"] ?? environment["AWS_ENDPOINT_URL"] ?? "";
  return URL.canParse(url) && !/\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.test(new URL(url).hostname) ? url : undefined;
}

async function openOwnEndpoints(
  { speed, integration, cdktfOut, runner, secret }: ConsoleTargetOptions,
  context: CliContext,
  screen: Screen,
): Promise<ConsoleTarget> {
  sayOpening(screen, cdktfOut);
  const environment = await openLocalEnvironment(
    { speed, integration, cdktfOut, runner, secret, lifeCycle: FARGATE_TIMES },
    context,
    screen,
  );
  const { region, stepFunctionsUrl, batchUrl, stateMachineArn, clock } = environment;
  const clients = createLocalClients(region, { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
  const exports = listExports(environment);
  screen.say(describeWaits(speed));
  screen.say("");
  screen.say("To use the same endpoints with other clients, set:");
  for (const line of formatExports(exports).split("\n")) screen.say(`  ${line}`);
  screen.say("");
  return {
    clients,
    stateMachineArn,
    isLocal: true,
    optionsShown: "--local",
    sampleInput,
    clock: { now: () => clock.now(), speed },
    exports,
    close: async () => {
      clients.close();
      await environment.close();
    },
  };
}
