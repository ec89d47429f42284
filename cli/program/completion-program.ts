import { Argument, type Command } from "commander";
import { EXIT_CODE } from "../exit-code";
import type { Finish } from "../commands/common-options";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/**
 * Adds the command that prints the script of a shell, and the hidden command that the script calls.
 * @param createCommands - creates the commands that are completed
 */
export function addCompletionCommands(program: Command, createCommands: () => Command, finish: Finish): void {
  program
    .command("completion")
    .description("print a script for completion with Tab in a shell (docs/starting.md)")
    .addArgument(new Argument("<shell>", "shell of the script").choices(SHELLS))
    .addHelpText("after", "\nExamples:\n  poller completion bash > ~/.poller-completion")
    .action(async (shell: string) => {
      const { script } = await import("@bomb.sh/tab");
      script(shell, program.name(), program.name());
      finish(EXIT_CODE.succeeded);
    });
  program
    .command("complete", { hidden: true })
    .description("print the proposals for the last word of a command line, for the script of a shell")
    .argument("[words...]", "words after poller, the last one incomplete")
    .addHelpText("after", "\nExamples:\n  poller complete -- list --sta")
    .action(async (words: string[]) => {
      const { default: tab } = await import("@bomb.sh/tab/commander");
      tab(createCommands(), { completionCommandName: "completion" }).parse(words);
      finish(EXIT_CODE.succeeded);
    });
}
