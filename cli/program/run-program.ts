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
  name: z.string().optional(),
  ...containerOptionsSchema.shape,
});

/** Adds the command that runs a command once as a job. */
export function addRunCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = addContainerOptions(
    program
      .command("run")
      .description(
        "run a command once, with the job queue and job definition of an environment, and follow it and its log to the end; it runs in the image of the job definition, which cannot be changed here",
      )
      .argument("<command...>", "command and its arguments, after --"),
    "those of the job definition",
  ).option("--name <name>", "name of the execution (default: one is generated)");
  addCommonOptions(addQuietOption(addTargetOptions(addLogOption(command))), [
    "poller run --local -- sh -c 'echo hello'",
    "poller run --environment dev --env DAY=2026-11-22 -- ./import.sh --full",
    "poller run --environment dev --vcpus 1 --memory 2048 -- ./import.sh",
  ]).action(async (words: string[], options: unknown) => {
    const { run } = await import("../commands/run.ts");
    finish(await run(words, schema.parse(options), context));
  });
}
