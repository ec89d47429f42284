import { BatchClient } from "@aws-sdk/client-batch";
import { setTimeout } from "node:timers/promises";
import { createBatchApi, REQUEST_LIMITS } from "../shared/batch-api";
import { parseSubmitJobEvent, submitJob } from "./submit-job";

// One attempt: the SDK must not repeat a SubmitJob whose reply was lost. Created once, for warm calls to reuse
// connections.
const batch = createBatchApi(new BatchClient({ maxAttempts: 1, requestHandler: REQUEST_LIMITS }));
const services = { batch, log: console, pause: setTimeout };

export const handler = (event: unknown) => submitJob(services, parseSubmitJobEvent(event));
