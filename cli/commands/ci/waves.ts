import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";

export function writeWaves(
  options: OutDirOptions & { readonly maxWaves: number },
  context: CliContext,
): Promise<number> {
  throw new CliError(["not built yet: waves", JSON.stringify({ options, stdout: typeof context.stdout })]);
}
