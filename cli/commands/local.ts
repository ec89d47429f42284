import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { readFaults } from "../input/read-faults";
import type { RunnerOptions } from "../local/choose-runner";
import { describeWaits, formatExports, listExports } from "../local/exports";
import { openLocalEnvironment, sayOpening } from "../local/open-local-environment";
import type { WaitIntegration } from "../../workflow/integration";
import { createScreen, type CommonOptions } from "../screen";
import { untilAborted } from "../until-aborted";

interface LocalOptions extends CommonOptions, RunnerOptions {
  /** Seconds that pass on the endpoints in one real second. */
  readonly speed: number;
  readonly sfnPort: number;
  readonly batchPort: number;
  readonly integration: WaitIntegration;
  /** Fault script. */
  readonly faults?: string | undefined;
  readonly cdktfOut?: string | undefined;
}

/**
 * Serves the local endpoints until it is interrupted.
 * @returns exit code
 * @throws Error when a port is in use
 */
export async function local(options: LocalOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const faults = options.faults === undefined ? undefined : await readFaults(options.faults, context);
  sayOpening(screen, options.cdktfOut);
  const { integration, cdktfOut, sfnPort: stepFunctionsPort, batchPort, speed, runner, secret } = options;
  const environment = await openLocalEnvironment(
    { speed, integration, cdktfOut, runner, secret, stepFunctionsPort, batchPort, faults },
    context,
    screen,
  );
  try {
    if (screen.json) screen.result(listExports(environment));
    else context.stdout.write(`${formatExports(listExports(environment))}\n`);
    screen.say("");
    screen.say(describeWaits(speed));
    screen.say("IAM is not enforced: a permission that is missing on AWS is not missing here.");
    screen.say("Running until Ctrl-C. In another terminal, after these exports:");
    screen.say("  npm run poller -- start --local --watch");
    screen.say('  aws stepfunctions list-executions --state-machine-arn "$STATE_MACHINE_ARN"');
    await untilAborted(context.interrupt);
    screen.say("Stopping both endpoints and deleting their executions and jobs.");
  } finally {
    await environment.close();
  }
  return EXIT_CODE.succeeded;
}
