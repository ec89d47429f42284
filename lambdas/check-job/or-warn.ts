import { BatchApiError } from "../shared/batch-api-error";

/** Takes a failed call to Batch; throws if the caller cannot do without its reply. */
export type OnError = (error: BatchApiError) => void;

/**
 * Returns the reply of a call that only explains a known failure.
 * @returns undefined if the call failed and `onError` returned
 */
export async function orWarn<T>(call: () => Promise<T>, onError: OnError): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    onError(error);
    return undefined;
  }
}
