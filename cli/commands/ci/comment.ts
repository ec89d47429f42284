import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";

export function commentPlans(options: { readonly reports: string }, context: CliContext): Promise<number> {
  throw new CliError(["not built yet: comment", JSON.stringify({ options, stdout: typeof context.stdout })]);
}
