import { BatchClient } from "@aws-sdk/client-batch";
import { SFNClient } from "@aws-sdk/client-sfn";
import { setTimeout } from "node:timers/promises";
import { createBatchApi, REQUEST_LIMITS } from "../shared/batch-api";
import { createExecutionApi } from "./execution-api";
import { parseSweepTarget } from "./sweep";
import { terminateJob } from "./terminate-job";
import { parseTerminateJobEvent } from "./terminate-job-event";

// Created once, for warm calls to reuse connections. The SDK may retry every call: TerminateJob is idempotent.
const settings = { maxAttempts: 5, requestHandler: REQUEST_LIMITS };
const services = {
  batch: createBatchApi(new BatchClient(settings)),
  executions: createExecutionApi(new SFNClient(settings)),
  log: console,
  pause: setTimeout,
};

export const handler = async (event: unknown) =>
  terminateJob(services, parseTerminateJobEvent(event), parseSweepTarget(process.env));
