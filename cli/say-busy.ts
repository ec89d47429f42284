import type { CliContext } from "./cli-context";
import type { Screen } from "./screen";

/** Prints a progress message, on a terminal only. */
export function sayBusy(what: string, { stderr }: CliContext, screen: Screen): void {
  if (stderr.isTTY === true) screen.say(screen.paint("quiet", `${what} ...`));
}

/** Prints the progress message of the build and the synthesis, which take seconds. */
export function saySynthesizing(environment: string, context: CliContext, screen: Screen): void {
  sayBusy(`Building the Lambdas, synthesizing the stacks of ${environment}`, context, screen);
}
