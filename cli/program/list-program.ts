import { Option, type Command } from "commander";
import * as z from "zod";
import { EXECUTION_STATUSES } from "../../workflow/execution-status";
import { FAILURE_CATEGORIES } from "../../workflow/result/failure";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addQuietOption,
  addTargetOptions,
  commonOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";
import { parseLimit, parseSince } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  limit: z.number(),
  status: z.enum(EXECUTION_STATUSES).optional(),
  since: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("duration"), seconds: z.number() }),
      z.object({ kind: z.literal("time"), atMs: z.number() }),
    ])
    .optional(),
  name: z.string().optional(),
  category: z.enum(FAILURE_CATEGORIES).optional(),
});

/** Adds the command that lists executions. */
export function addListCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("list")
    .description("list executions, newest first")
    .option("--limit <n>", "maximum number of executions", parseLimit, 20)
    .addOption(new Option("--status <status>", "show only executions with this status").choices(EXECUTION_STATUSES))
    .option("--since <time>", "show only executions started since then: 7d, 12h, or a date or time in UTC", parseSince)
    .option("--name <prefix>", "show only executions whose name starts with this")
    .addOption(
      new Option(
        "--category <category>",
        "show only failed executions whose job failed for this reason; reads each failed execution, 1,000 at most",
      ).choices(FAILURE_CATEGORIES),
    );
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller list --local",
    "poller list --state-machine-arn ARN --status FAILED --limit 100",
    "poller list --environment dev --since 7d --name import- --category OutOfMemory",
  ]).action(async (options: unknown) => {
    const { list } = await import("../commands/list.ts");
    finish(await list(schema.parse(options), context));
  });
}
