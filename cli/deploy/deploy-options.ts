import type { CommonOptions } from "../screen";

export interface DeployOptions extends CommonOptions {
  readonly environment: string;
  /** Asks nothing. */
  readonly yes?: boolean | undefined;
}

/** Stacks that a pipeline may deploy; the state backend is `bootstrap`'s alone. */
export const DEPLOYED_PARTS = ["batch", "job-poller"];
