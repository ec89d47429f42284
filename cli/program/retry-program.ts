import type { Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addContainerOptions,
  addLogOption,
  addQuietOption,
  addTargetOptions,
  commonOptionsSchema,
  containerOptionsSchema,
  logOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  ...logOptionsSchema.shape,
  ...containerOptionsSchema.shape,
  name: z.string().optional(),
  watch: z.boolean().optional(),
});

/** Adds the command that starts an execution like an earlier one. */
export function addRetryCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = addContainerOptions(
    program
      .command("retry")
      .description("start a new execution with the input of one that has ended, with changes")
      .argument("<execution>", "ARN, or a name together with a target")
      .argument("[command...]", "another command for the job, after --"),
    "those of the earlier execution",
  )
    .option("--name <name>", "name of the new execution (default: the earlier name, -retry- and the time)")
    .option("--watch", "follow it to its end");
  addCommonOptions(
    addQuietOption(addTargetOptions(addLogOption(command, "with --watch, do not show the log of the job"))),
    [
      "poller retry nightly-1 --local --watch",
      "poller retry nightly-1 --environment dev --memory 4096 --env DAY=2026-11-21",
      "poller retry arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1 -- ./import.sh --full",
    ],
  ).action(async (execution: string, words: string[], options: unknown) => {
    const { retry } = await import("../commands/retry.ts");
    finish(await retry(execution, words, schema.parse(options), context));
  });
}
