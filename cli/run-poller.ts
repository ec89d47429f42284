import { CommanderError, type Command } from "commander";
// The whole package would delay the start of every command.
import { DeliveryError } from "reviewed-terraform/delivery-error";
import { CliError } from "./cli-error";
import { columnsOf, isTerminal, type CliContext, type Output } from "./cli-context";
import { errorMessage } from "./error-properties";
import { EXIT_CODE } from "./exit-code";
import { createProgram } from "./program/program";
import { isPublished, showPublishedCommands, withPublishedCommands } from "./published";
import { wrap } from "./render/text";
import { explainAwsError } from "./target/explain-aws-error";
import { isWorkflowStep, withoutCommands } from "./github-log-commands";

/**
 * Runs a command. Never rejects; errors are printed to stderr.
 * @param argv - arguments without Node and script
 * @returns exit code
 */
export async function runPoller(argv: readonly string[], given: CliContext): Promise<number> {
  const context = isPublished() ? withPublishedCommands(withoutEscapeCodes(given)) : withoutEscapeCodes(given);
  let exitCode: number = EXIT_CODE.succeeded;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  redirect(program, context);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Requested help is not an error, and commander reports invalid options itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.succeeded : EXIT_CODE.notStarted;
    return report(error, context, argv.includes("--verbose"));
  }
}

/** On a terminal without escape codes, nothing has a colour or is updated in place. */
function withoutEscapeCodes(context: CliContext): CliContext {
  if (context.environment["TERM"] !== "dumb") return context;
  const plain = (output: Output): Output => ({
    write: (text) => output.write(text),
    columns: output.columns,
    isPlainTerminal: output.isTTY,
  });
  return { ...context, stdout: plain(context.stdout), stderr: plain(context.stderr) };
}

function redirect(command: Command, context: CliContext): void {
  const { stdout, stderr } = context;
  for (const subcommand of command.commands) redirect(subcommand, context);
  command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(isPublished() ? showPublishedCommands(text) : text),
    writeErr: (text) => stderr.write(text),
    getOutHelpWidth: () => columnsOf(stdout) ?? 80,
    getErrHelpWidth: () => columnsOf(stderr) ?? 80,
    outputError: (text, write) => {
      write(
        `poller: ${text
          .replace(/^error: /, "")
          .trim()
          .replaceAll(/\s*\n\s*/g, " ")}\n`,
      );
    },
  });
}

function report(error: unknown, context: CliContext, verbose: boolean): number {
  const { stderr, interrupt } = context;
  const shown = isWorkflowStep(context) ? withoutCommands : (text: string) => text;
  // Ctrl-C also reaches child processes; their errors are not the cause.
  const isExplained = error instanceof CliError || error instanceof DeliveryError;
  const lines = interrupt.aborted && !isExplained ? ["interrupted"] : explain(error);
  // On a terminal, no word is broken.
  const width = (isTerminal(stderr) ? columnsOf(stderr) : undefined) ?? Infinity;
  for (const line of lines) stderr.write(`${wrap(`poller: ${shown(line)}`, width).join("\n")}\n`);
  if (verbose && error instanceof Error) stderr.write(`${shown(error.stack ?? error.message)}\n`);
  return error instanceof CliError ? error.exitCode : EXIT_CODE.notStarted;
}

function explain(error: unknown): readonly string[] {
  if (error instanceof CliError || error instanceof DeliveryError) return error.lines;
  return [explainAwsError(error) ?? errorMessage(error)];
}
