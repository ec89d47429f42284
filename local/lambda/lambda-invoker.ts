/** What Step Functions learns of an invocation. */
export type LambdaResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      /** Error name that Retry and Catch match on, such as `Sandbox.Timedout`. */
      readonly error: string;
      /** Mostly the JSON that Lambda answers with: errorType, errorMessage, trace. */
      readonly cause: string;
    };

export interface LambdaInvoker {
  /**
   * Invokes a function and waits for its answer. A function that fails is a result, not an exception. The invoker holds
   * a virtual clock while the function works.
   * @param functionArn - ARN of the function, with or without a qualifier
   * @param payload - the event, a JSON document of at most 6 MB
   * @param signal - stops the waiting, not the function: Lambda, too, lets it run on
   * @throws the signal's reason when `signal` is aborted
   */
  invoke(functionArn: string, payload: unknown, signal: AbortSignal): Promise<LambdaResult>;
}

/** ARN without version or alias. */
export function withoutQualifier(functionArn: string): string {
  return functionArn.split(":").slice(0, 7).join(":");
}
