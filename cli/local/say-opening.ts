import type { Screen } from "../screen";

/** Prints a progress message before the endpoints start, which takes seconds. */
export function sayOpening(screen: Screen, cdktfOut: string | undefined): void {
  const stacks =
    cdktfOut === undefined ? "Building the Lambdas, synthesizing the stacks" : `Reading the stacks from ${cdktfOut}`;
  screen.say(screen.paint("quiet", `${stacks}, starting the endpoints ...`));
}
