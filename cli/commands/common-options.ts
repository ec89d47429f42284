import { Option, type Command } from "commander";
import * as z from "zod";
import { EXIT_CODE_HELP } from "../exit-code";

export const commonOptionsSchema = z.object({
  json: z.boolean().optional(),
  color: z.boolean().default(true),
  verbose: z.boolean().optional(),
});

const INTEGRATIONS = ["poll", "sync"] as const;

export const synthesisOptionsSchema = z.object({
  integration: z.enum(INTEGRATIONS),
  cdktfOut: z.string().optional(),
});

export const targetOptionsSchema = z.object({
  stateMachineArn: z.string().optional(),
  local: z.boolean().optional(),
  environment: z.string().optional(),
});

/**
 * Options and closing help text that every command has.
 * @param verboseHelp - what --verbose does for this one
 * @param exitCodeHelp - what its exit codes mean
 */
export function addCommonOptions(
  command: Command,
  examples: readonly string[],
  verboseHelp = "show the stack traces of errors",
  exitCodeHelp = EXIT_CODE_HELP,
): Command {
  return command
    .option("--json", "print nothing but the result, as one line of JSON on stdout")
    .option("--no-color", "no colours on a terminal; NO_COLOR does the same")
    .option("--verbose", verboseHelp)
    .addHelpText("after", `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}\n\n${exitCodeHelp}`);
}

/** Options that say which state machine to talk to. */
export function addTargetOptions(command: Command): Command {
  return command
    .option(
      "--environment <name>",
      "a deployed environment, dev or prod, found by its remote state (docs/settings.md); alone",
    )
    .option(
      "--state-machine-arn <arn>",
      "a deployed state machine, with --local one of several there; credentials as for every AWS tool",
    )
    .addOption(
      new Option(
        "--local",
        'a running "poller local", found by AWS_ENDPOINT_URL_SFN and AWS_ENDPOINT_URL_BATCH; its only state machine is taken',
      ),
    );
}

/** Options of endpoints that are started here. */
export function addSynthesisOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--integration <kind>", "how the state machine waits: Lambdas that poll, or Step Functions itself")
        .choices(INTEGRATIONS)
        .default("poll"),
    )
    .option(
      "--cdktf-out <folder>",
      "run what is synthesized there (environment dev), rather than synthesizing it anew",
    );
}
