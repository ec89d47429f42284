import { CliError } from "../../cli-error";

/** @throws CliError when there are problems, with a line for each */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new CliError(problems);
}
