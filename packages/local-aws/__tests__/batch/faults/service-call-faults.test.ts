import { z } from "zod";
import { VirtualClock } from "../../../src/clock";
import { startDynamoDbEndpoint } from "../../../src/dynamodb/dynamodb-endpoint";
import { call as callStepFunctions, closeEndpoints, givenEndpoint } from "../../step-functions/fixtures";
import { WAIT_TABLE } from "../../../testing/wait-table";
import { item } from "../../dynamodb/given-dynamodb";
import { closeBatches, givenBatch } from "../given-batch";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await closeEndpoints();
  await closeBatches();
});

const WRITE = { TableName: "waits", Item: item("j", "e") };
const QUERY = {
  TableName: "waits",
  KeyConditionExpression: "jobId = :j",
  ExpressionAttributeValues: { ":j": { S: "j" } },
};

/** Endpoints that share a fault script, with the table `waits`. */
async function given(...faults: object[]) {
  const clock = new VirtualClock();
  const { batch } = await givenBatch({ clock, faults: { faults } });
  const dynamoDb = await startDynamoDbEndpoint({
    clock,
    region: "us-east-2",
    accountId: "123456789012",
    faults: batch.serviceFaults,
  });
  closers.push(() => dynamoDb.close());
  await dynamoDb.call("CreateTable", WAIT_TABLE);
  const stepFunctions = await givenEndpoint({}, { clock, faults: batch.serviceFaults });
  return { batch, dynamoDb, stepFunctions };
}

it.each([
  ["Throttled", { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } }, 0],
  ["ServerError", { status: 500, body: { __type: "InternalServerError", message: "Internal failure" } }, 0],
  [
    "ReplyLost",
    { status: 500, body: { __type: "InternalServerError", message: "the reply was lost" }, delivery: "close" },
    1,
  ],
])("fails a call of DynamoDB under %s", async (fault, reply, Count) => {
  const { dynamoDb } = await given({ fault, operation: "PutItem" });

  expect(await dynamoDb.call("PutItem", WRITE)).toEqual(reply);
  expect(await dynamoDb.call("Query", QUERY)).toMatchObject({ status: 200, body: { Count } });
  expect(await dynamoDb.call("PutItem", WRITE)).toEqual({ status: 200, body: {} });
});

it("refuses a call of DynamoDB under Refused", async () => {
  const { dynamoDb } = await given({ fault: "Refused", operation: "Query", reason: "ACCESS_DENIED" });

  expect(await dynamoDb.call("Query", QUERY)).toMatchObject({
    status: 403,
    body: { __type: "AccessDeniedException" },
  });
});

it("fails a call of Step Functions in process and over HTTP", async () => {
  const { stepFunctions } = await given({ fault: "Throttled", operation: "SendTaskSuccess", times: 2 });
  const input = { taskToken: "x", output: "{}" };

  const inProcess = await callStepFunctions(stepFunctions, "SendTaskSuccess", input);
  const overHttp = await fetch(stepFunctions.url, {
    method: "POST",
    headers: { "x-amz-target": "AWSStepFunctions.SendTaskSuccess" },
    body: JSON.stringify(input),
  });
  const third = await callStepFunctions(stepFunctions, "SendTaskSuccess", input);

  expect(inProcess.__type).toBe("ThrottlingException");
  expect([overHttp.status, overHttp.headers.get("x-amzn-errortype")]).toEqual([400, "ThrottlingException"]);
  expect(third.__type).toBe("InvalidToken");
});

it("closes the connection under ReplyLost", async () => {
  const { dynamoDb, stepFunctions } = await given(
    { fault: "ReplyLost", operation: "GetItem" },
    { fault: "ReplyLost", operation: "SendTaskHeartbeat" },
  );
  const send = (url: string, target: string) =>
    fetch(url, { method: "POST", headers: { "x-amz-target": target }, body: "{}" });

  await expect(send(dynamoDb.url, "DynamoDB_20120810.GetItem")).rejects.toThrow("fetch failed");
  await expect(send(stepFunctions.url, "AWSStepFunctions.SendTaskHeartbeat")).rejects.toThrow("fetch failed");
});

it("counts the calls that a fault can affect", async () => {
  const { batch, dynamoDb, stepFunctions } = await given();
  batch.faults.load({ faults: [] });

  await dynamoDb.call("PutItem", WRITE);
  await dynamoDb.call("ListTables", {});
  await callStepFunctions(stepFunctions, "SendTaskHeartbeat", { taskToken: "x" });
  const counts = z.object({ calls: z.record(z.string(), z.number()) }).parse(batch.faults.describe());

  expect(counts.calls).toEqual({ PutItem: 1, SendTaskHeartbeat: 1 });
});
