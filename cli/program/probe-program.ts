import type { Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addQuietOption,
  addTargetOptions,
  commonOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";
import { parseDuration, parseProbeJobs } from "../commands/option-values";

const DEFAULT_JOBS = 20;
const DEFAULT_TIMEOUT = "15m";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  input: z.string().optional(),
  jobs: z.number(),
  timeout: z.number(),
  yes: z.boolean().optional(),
});

/** Adds the command that measures the events of Batch on an environment. */
export function addProbeCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("probe-events")
    .description("measure the events of Batch with the integration events, and print a Markdown table; a few cents")
    .option("--jobs <n>", "jobs whose delay is measured", parseProbeJobs, DEFAULT_JOBS)
    .option(
      "--timeout <duration>",
      "stop what still runs after this time, like 90s or 15m",
      parseDuration,
      parseDuration(DEFAULT_TIMEOUT),
    )
    .option("--input <file>", "input of the jobs, - for standard input (default: the environment's sample input)")
    .option("--yes", "skip the prompt for approval");
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller probe-events --environment dev",
    "poller probe-events --environment dev --jobs 50 --yes",
    "poller probe-events --local --jobs 3",
  ]).action(async (options: unknown) => {
    const { probeEvents } = await import("../probe/probe-events.ts");
    finish(await probeEvents(schema.parse(options), context));
  });
}
