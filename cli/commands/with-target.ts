import type { CliContext } from "../cli-context";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import { openAnyTarget } from "../target/open-environment";
import type { Target, TargetOptions } from "../target/open-target";

/** Calls `act` with the state machine selected by the options, then closes the connections. */
export async function withTarget(
  options: CommonOptions & TargetOptions,
  context: CliContext,
  execution: string | undefined,
  act: (target: Target, screen: Screen) => Promise<number>,
): Promise<number> {
  const target = await openAnyTarget(options, context, execution);
  try {
    return await act(target, createScreen(context, options));
  } finally {
    target.clients.close();
  }
}
