import { BatchApiError } from "../shared/batch-api-error";

/**
 * The reply of a call that only explains what is known already: a call to Batch that fails is reported, and must not end
 * the execution. Other errors are defects of ours, and are thrown.
 * @returns undefined if the call failed
 */
export async function orWarn<T>(call: () => Promise<T>, warn: (error: BatchApiError) => void): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    warn(error);
    return undefined;
  }
}
