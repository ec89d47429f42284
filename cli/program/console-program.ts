import { Option, type Command } from "commander";
import * as z from "zod";
import type { CliContext } from "../cli-context";
import {
  addCommonOptions,
  addLogOption,
  addQuietOption,
  addSynthesisOptions,
  addTargetOptions,
  commonOptionsSchema,
  logOptionsSchema,
  synthesisOptionsSchema,
  targetOptionsSchema,
  type Finish,
} from "../commands/common-options";
import { parsePort, parseSpeed } from "../commands/option-values";

/** Default speed, as for the demo; the sample waits a minute between two polls. */
const CONSOLE_SPEED = 30;

const schema = z.object({
  ...commonOptionsSchema.shape,
  ...targetOptionsSchema.shape,
  ...synthesisOptionsSchema.shape,
  ...logOptionsSchema.shape,
  speed: z.number(),
  port: z.number(),
  open: z.boolean().optional(),
});

/** Adds the command that serves the console page. */
export function addConsoleCommand(program: Command, context: CliContext, finish: Finish): void {
  const command = program
    .command("console")
    .description(
      "serve a local page that starts, shows and stops executions, until Ctrl-C; without a target, it starts local endpoints, like poller local",
    )
    .option("--port <port>", "port of the page; 0 means any free port", parsePort, 0)
    .option("--open", "open the page in a browser")
    .addOption(
      new Option("--speed <n>", "shorten waits on its local endpoints by this factor")
        .argParser(parseSpeed)
        .default(CONSOLE_SPEED)
        .conflicts(["environment", "stateMachineArn"]),
    );
  addCommonOptions(addQuietOption(addTargetOptions(addSynthesisOptions(addLogOption(command)))), [
    "npm run console",
    "npm run console -- --speed 1 --open",
    "poller console --environment dev",
    "poller console --state-machine-arn ARN --port 8085",
  ]).action(async (options: unknown) => {
    const { consoleCommand } = await import("../commands/console.ts");
    finish(await consoleCommand(schema.parse(options), context));
  });
}
