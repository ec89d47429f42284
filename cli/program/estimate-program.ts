import type { Command } from "commander";
import * as z from "zod";
import { DEFAULT_WAIT_SECONDS } from "../../workflow/input/execution-input";
import { INTEGRATIONS } from "../../workflow/integration";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addQuietOption,
  commonOptionsSchema,
  integrationOption,
  type Finish,
} from "../commands/common-options";
import { parseRunTime, parseWaitTime } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  runTime: z.number(),
  waitTime: z.number().optional(),
  integration: z.enum(INTEGRATIONS),
});

/** Adds the command that estimates the cost of a run. */
export function addEstimateCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("estimate")
    .description("estimate the usage of a run: state transitions, history events, Lambda invocations and cost")
    .requiredOption(
      "--run-time <duration>",
      "time from submission to end of the job: 90s, 15m, 24h or 7d",
      parseRunTime,
    )
    .option(
      "--wait-time <seconds>",
      `longest pause between two polls (default: ${DEFAULT_WAIT_SECONDS.poll}, with events ${DEFAULT_WAIT_SECONDS.events})`,
      parseWaitTime,
    )
    .addOption(integrationOption());
  addCommonOptions(addQuietOption(command), [
    "poller estimate --run-time 24h --wait-time 60",
    "poller estimate --run-time 24h --integration sync",
    "poller estimate --run-time 24h --integration events --wait-time 86400",
    "poller estimate --run-time 365d --wait-time 1 --json",
  ]).action(async (options: unknown) => {
    const { estimate } = await import("../commands/estimate.ts");
    finish(estimate(schema.parse(options), context));
  });
}
