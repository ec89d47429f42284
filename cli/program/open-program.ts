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
import { parsePort } from "../commands/option-values";

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  awsUrl: z.boolean().optional(),
  port: z.number(),
  browser: z.boolean(),
});

/** Adds the command that opens the page of an execution. */
export function addOpenCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("open")
    .description("open the console page of an execution in a browser, and serve it until Ctrl-C")
    .argument("<execution>", "ARN, or a name together with a target")
    .option("--aws-url", "print the address of the execution in the AWS console instead")
    .option("--port <port>", "port of the page; 0 means any free port", parsePort, 0)
    .option("--no-browser", "print the address of the page, and open no browser");
  addCommonOptions(addQuietOption(addTargetOptions(command)), [
    "poller open nightly-1 --local",
    "poller open nightly-1 --environment dev --aws-url",
  ]).action(async (execution: string, options: unknown) => {
    const { open } = await import("../commands/open.ts");
    finish(await open(execution, schema.parse(options), context));
  });
}
