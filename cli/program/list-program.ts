import { Option, type Command } from "commander";
import * as z from "zod";
import { EXECUTION_STATUSES } from "../../workflow/execution-status";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addQuietOption,
  addTargetOptions,
  commonOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";
import { parseLimit } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  limit: z.number(),
  status: z.enum(EXECUTION_STATUSES).optional(),
});

/** Adds the command that lists executions. */
export function addListCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("list")
    .description("list executions, newest first")
    .option("--limit <n>", "maximum number of executions", parseLimit, 20)
    .addOption(new Option("--status <status>", "show only executions with this status").choices(EXECUTION_STATUSES));
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller list --local",
    "poller list --state-machine-arn ARN --status FAILED --limit 100",
  ]).action(async (options: unknown) => {
    const { list } = await import("../commands/list.ts");
    finish(await list(schema.parse(options), context));
  });
}
