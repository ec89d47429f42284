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
import { parseAttempt, parseIndex } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  follow: z.boolean().optional(),
  attempt: z.number().optional(),
  index: z.number().optional(),
  timestamps: z.boolean().optional(),
});

/** Adds the command that prints the log of a job. */
export function addLogsCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("logs")
    .description("print the log of an execution's job, also after its end")
    .argument("<execution>", "ARN, or a name together with a target")
    .option("-f, --follow", "print new lines until the execution has ended; Ctrl-C leaves it running")
    .option("--attempt <n>", "only this attempt of the job, from 1", parseAttempt)
    .option("--index <n>", "child of an array job, from 0", parseIndex)
    .option("--timestamps", "print the time before each line, in UTC");
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller logs nightly-1 --local --follow",
    "poller logs nightly-1 --environment dev --attempt 1 | grep ERROR",
    "poller logs arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1 --index 12",
  ]).action(async (execution: string, options: unknown) => {
    const { logs } = await import("../commands/logs.ts");
    finish(await logs(execution, schema.parse(options), context));
  });
}
