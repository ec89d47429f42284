import type { CommonOptions } from "../../screen";

export interface EnvironmentOptions extends CommonOptions {
  readonly environment: string;
}

export interface OutDirOptions extends CommonOptions {
  /** Folder with `manifest.json` and `stacks/`, as cdktf writes it. */
  readonly outDir: string;
}
