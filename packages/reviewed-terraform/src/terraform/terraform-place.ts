/** Name of a stack, and the commands of the caller that messages advise. */
export interface TerraformPlace {
  readonly stackName: string;
  /** Command that creates the state bucket. */
  readonly createBucket: string;
  /** Returns the command that releases a state lock. */
  readonly unlock: (lockId: string) => string;
  /** Returns the command that imports an existing resource, with `ID` for its import ID. */
  readonly importResource: (address: string) => string;
}

/** The part of a command's context that programs need. */
export interface ProgramContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sends SIGINT to the program. */
  readonly interrupt: AbortSignal;
}
