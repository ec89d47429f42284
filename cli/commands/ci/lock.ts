import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";

export function showLock(stack: string, options: OutDirOptions, context: CliContext): Promise<number> {
  throw new CliError(["not built yet: lock", JSON.stringify({ options, stdout: typeof context.stdout })]);
}
