import { Option, type Command } from "commander";
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
import { REPORT_FORMATS } from "../report/report-file";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  out: z.string().optional(),
  format: z.enum(REPORT_FORMATS).optional(),
  force: z.boolean().optional(),
});

/** Adds the command that writes a report of an execution. */
export function addReportCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("report")
    .description("write a report of an execution to one file, for example to attach to a ticket")
    .argument("<execution>", "ARN, or a name together with a target")
    .option("--out <file>", "output file, - for standard output (default: the execution's name, .html or .md)")
    .addOption(new Option("--format <format>", "default: by the file name extension, or html").choices(REPORT_FORMATS))
    .option("--force", "replace an existing file");
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller report nightly-1 --local --out report.html",
    "poller report nightly-1 --environment dev --out report.md",
    "poller report arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1 --out -",
  ]).action(async (execution: string, options: unknown) => {
    const { report } = await import("../commands/report.ts");
    finish(await report(execution, schema.parse(options), context));
  });
}
