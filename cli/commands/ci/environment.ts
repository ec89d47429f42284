import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";

export function writeEnvironment(options: EnvironmentOptions, context: CliContext): Promise<number> {
  throw new CliError(["not built yet: environment", JSON.stringify({ options, stdout: typeof context.stdout })]);
}
