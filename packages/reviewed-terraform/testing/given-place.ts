import type { ProgramContext, TerraformPlace } from "../src/terraform/terraform-place";

/** Returns a place whose commands name their arguments. */
export const givenPlace = (stackName = "batch-dev"): TerraformPlace => ({
  stackName,
  createBucket: "create-bucket",
  unlock: (lockId) => `unlock ${lockId}`,
});

/** Returns a context that is never interrupted by default. */
export const givenProgramContext = ({
  environment = {},
  interrupt = new AbortController().signal,
}: Partial<ProgramContext> = {}): ProgramContext => ({ environment, interrupt });
