import type { CliContext } from "./cli-context";
import type { Screen } from "./screen";

/** What is under way, for who waits at a terminal; a log is told of what has become of it alone. */
export function sayBusy(what: string, { stderr }: CliContext, screen: Screen): void {
  if (stderr.isTTY === true) screen.say(screen.paint("quiet", `${what} ...`));
}

/** The same, of what comes before Terraform is asked anything: it takes seconds. */
export function saySynthesizing(environment: string, context: CliContext, screen: Screen): void {
  sayBusy(`Building the Lambdas, synthesizing the stacks of ${environment}`, context, screen);
}
