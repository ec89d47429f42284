import type { Product } from "./find-terraform";

/** A failure that can be explained. */
export interface KnownFailure {
  /** Matched against the text of one error, in one line without frames. */
  readonly pattern: RegExp;
  /** Returns one line: problem, value, advice. */
  readonly explain: (match: RegExpExecArray, place: TerraformPlace, product: Product["name"]) => string;
}

/** Name of a stack, and the commands of the caller that messages advise. */
export interface TerraformPlace {
  readonly stackName: string;
  /** Command that creates the state bucket. */
  readonly createBucket: string;
  /** Returns the command that releases a state lock. */
  readonly unlock: (lockId: string) => string;
  /** Failures that the caller explains, such as errors of AWS, in matching order. @default none */
  readonly knownFailures?: readonly KnownFailure[];
}

/** The part of a command's context that programs need. */
export interface ProgramContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sends SIGINT to the program. */
  readonly interrupt: AbortSignal;
}
