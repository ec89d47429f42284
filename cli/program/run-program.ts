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
import { collectVariable, parseMemoryMiB, parseVcpus } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  ...logOptionsSchema.shape,
  name: z.string().optional(),
  env: z.array(z.string()).optional(),
  vcpus: z.number().optional(),
  memory: z.number().optional(),
});

/** Adds the command that runs a command once as a job. */
export function addRunCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("run")
    .description(
      "run a command once, with the job queue and job definition of an environment, and follow it and its log to the end; it runs in the image of the job definition, which cannot be changed here",
    )
    .argument("<command...>", "command and its arguments, after --")
    .option("--env <name=value>", "environment variable; repeatable; visible to readers of the job", collectVariable)
    .option("--vcpus <n>", "vCPUs (default: those of the job definition)", parseVcpus)
    .option("--memory <mib>", "memory in MiB (default: that of the job definition)", parseMemoryMiB)
    .option("--name <name>", "name of the execution (default: one is generated)");
  addCommonOptions(addQuietOption(addTargetOptions(addLogOption(command))), [
    "poller run --local -- sh -c 'echo hello'",
    "poller run --environment dev --env DAY=2026-11-22 -- ./import.sh --full",
    "poller run --environment dev --vcpus 1 --memory 2048 -- ./import.sh",
  ]).action(async (words: string[], options: unknown) => {
    const { run } = await import("../commands/run.ts");
    finish(await run(words, schema.parse(options), context));
  });
}
