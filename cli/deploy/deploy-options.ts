import type { CommonOptions } from "../screen";

export interface DeployOptions extends CommonOptions {
  readonly environment: string;
  /** Skips the prompt for approval. */
  readonly yes?: boolean | undefined;
}
