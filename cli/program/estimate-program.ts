import { Option, type Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import { addCommonOptions, addQuietOption, commonOptionsSchema, type Finish } from "../commands/common-options";
import { parseRunTime, parseWaitTime } from "../commands/option-values";

const INTEGRATIONS = ["poll", "sync"] as const;
const DEFAULT_WAIT_TIME_SECONDS = 60;

const schema = z.object({
  ...commonOptionsSchema.shape,
  runTime: z.number(),
  waitTime: z.number(),
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
    .option("--wait-time <seconds>", "pause between two polls", parseWaitTime, DEFAULT_WAIT_TIME_SECONDS)
    .addOption(
      new Option(
        "--integration <kind>",
        "how the state machine waits: with polling Lambda functions, or with the .sync integration",
      )
        .choices(INTEGRATIONS)
        .default("poll"),
    );
  addCommonOptions(addQuietOption(command), [
    "poller estimate --run-time 24h --wait-time 60",
    "poller estimate --run-time 24h --integration sync",
    "poller estimate --run-time 365d --wait-time 1 --json",
  ]).action(async (options: unknown) => {
    const { estimate } = await import("../commands/estimate.ts");
    finish(estimate(schema.parse(options), context));
  });
}
