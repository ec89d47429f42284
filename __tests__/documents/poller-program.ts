import type { Command } from "commander";
import { createProgram } from "../../cli/program/program";
import { givenContext } from "../cli/memory-context";
import { commandsIn } from "./commands-of";

/** The command line as users have it, with commands that do nothing. */
function createIdleProgram(): Command {
  const idle = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(idle);
  };
  const program = createProgram(givenContext(), () => undefined);
  idle(program);
  return program;
}

/** Parser error for these arguments; undefined if they are valid. */
export function refusalOf(words: readonly string[]): string | undefined {
  try {
    createIdleProgram().parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Commander ends so, too, when help was asked for, and has shown it.
    return error.message === "(outputHelp)" ? undefined : error.message;
  }
}

/** Those of the words that name no command, and no option of the command that is named. */
export function unknownIn(words: readonly string[]): string[] {
  let command = createIdleProgram();
  const unknown = words.filter((word) => {
    const next = command.commands.find((one) => one.name() === word);
    const isName = word.startsWith("--") || command.commands.length > 0;
    const known = next !== undefined || word === "--help" || command.options.some(({ long }) => long === word);
    command = next ?? command;
    return isName && !known;
  });
  return unknown;
}

/** Every command that the help of `poller` gives as an example, by the command that it is an example of. */
export function examplesOfHelp(): { readonly command: string; readonly examples: readonly string[] }[] {
  const walk = (command: Command, path: readonly string[]): ReturnType<typeof examplesOfHelp> => {
    let help = "";
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    const [, examples = ""] = /^Examples:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
    const below = command.commands.flatMap((one) => walk(one, [...path, one.name()]));
    return command.commands.length > 0 ? below : [{ command: path.join(" "), examples: commandsIn(examples) }];
  };
  return walk(createIdleProgram(), []);
}
