import type { Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addLogOption,
  addQuietOption,
  addTargetOptions,
  commonOptionsSchema,
  logOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  ...logOptionsSchema.shape,
});

/** Adds the command that follows an execution. */
export function addWatchCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("watch")
    .description("follow an execution and the log of its job to the end; Ctrl-C leaves it running")
    .argument("<execution>", "ARN, or a name together with a target");
  addCommonOptions(addQuietOption(addTargetOptions(addLogOption(command))), [
    "poller watch arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1",
    "poller watch nightly-1 --local",
  ]).action(async (execution: string, options: unknown) => {
    const { watch } = await import("../commands/watch.ts");
    finish(await watch(execution, schema.parse(options), context));
  });
}
