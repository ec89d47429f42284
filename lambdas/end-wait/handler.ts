import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import { setTimeout } from "node:timers/promises";
import { REQUEST_LIMITS } from "../shared/batch-api";
import { endWait } from "./end-wait";
import { parseEndWaitEvent } from "./end-wait-event";
import { createTaskApi } from "./task-api";
import { createWaitTable } from "./wait-table";

// Created once, for warm calls to reuse connections. The SDK may retry every call: a wait ends once.
const settings = { maxAttempts: 5, requestHandler: REQUEST_LIMITS };
const dynamoDb = new DynamoDBClient(settings);
const services = { tasks: createTaskApi(new SFNClient(settings)), log: console, pause: setTimeout };

export const handler = async (event: unknown) =>
  endWait(
    { ...services, waits: createWaitTable(dynamoDb, String(process.env["WAIT_TABLE"])) },
    parseEndWaitEvent(event),
  );
