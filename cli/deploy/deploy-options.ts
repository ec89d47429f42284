import type { CommonOptions } from "../screen";

export interface DeployOptions extends CommonOptions {
  readonly environment: string;
  /** Asks nothing. */
  readonly yes?: boolean | undefined;
}
