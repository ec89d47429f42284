/** Result of an invocation, as Step Functions receives it. */
export type LambdaResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      /** Error name that Retry and Catch match on, such as `Sandbox.Timedout`. */
      readonly error: string;
      /** Usually the JSON document of the Lambda error: errorType, errorMessage, trace. */
      readonly cause: string;
    };

export interface LambdaInvoker {
  /**
   * Invokes a function and waits for its response. A function error is a result, not an exception. The invoker holds
   * a virtual clock while the function works.
   * @param functionArn - ARN of the function, with or without a qualifier
   * @param payload - event, a JSON document of at most 6 MB
   * @param signal - aborts the wait, not the function; Lambda also lets the function continue
   * @throws the signal's reason if `signal` is aborted
   */
  invoke(functionArn: string, payload: unknown, signal: AbortSignal): Promise<LambdaResult>;
}
