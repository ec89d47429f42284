import { BatchClient } from "@aws-sdk/client-batch";
import { createBatchApi, REQUEST_LIMITS } from "../shared/batch-api";
import { checkJob, parseCheckJobEvent } from "./check-job";

// One attempt: a call that fails is repeated by the next poll, after 2 s. Created once, for warm calls to reuse
// connections.
const batch = createBatchApi(new BatchClient({ maxAttempts: 1, requestHandler: REQUEST_LIMITS }));

export const handler = (event: unknown) => checkJob(batch, parseCheckJobEvent(event), console);
