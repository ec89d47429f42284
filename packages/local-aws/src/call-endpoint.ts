/** Calls an operation of an endpoint in process, by its name in the API, such as `SubmitJob`. */
export type CallEndpoint = (
  operation: string,
  input: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;
