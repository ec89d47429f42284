import { startBatchEndpoint } from "../src/batch/batch-endpoint";
import { createScaledClock } from "../src/clock";
import { startDynamoDbEndpoint } from "../src/dynamodb/dynamodb-endpoint";
import { isTooDeep } from "../src/input-depth";

const PLACE = { clock: createScaledClock(1), region: "eu-west-1", accountId: "123456789012" };

/** JSON text of a member inside of lists. */
const nest = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const nestItem = (wrappers: number): string => '{"M":{"n":'.repeat(wrappers) + '{"S":"x"}' + "}}".repeat(wrappers);

async function post(url: string, body: string, target?: string) {
  const headers = target === undefined ? {} : { "x-amz-target": target };
  const response = await fetch(url, { method: "POST", body, headers });
  return { status: response.status, body: await response.text() };
}

describe("depth of a request", () => {
  it.each([
    [1000, false],
    [1001, true],
    [200_000, true],
  ])("of %d levels: too deep is %s", (depth, expected) => {
    expect(isTooDeep(JSON.parse(nest(depth)))).toBe(expected);
  });
});

describe("Batch", () => {
  const deep = nest(100_000);
  it.each([
    ["v1/submitjob", `{"jobName":"a","parameters":${deep}}`, undefined, "the request must not be nested"],
    ["v1/createcomputeenvironment", `{"computeResources":{"x":${deep}}}`, undefined, "the request must not be nested"],
    ["", `{"logGroupName":${deep}}`, "Logs_20140328.GetLogEvents", "the request must not be nested"],
    ["_faults", `{"faults":${deep}}`, undefined, "message"],
  ])("rejects a deep body of /%s with status 400", async (path, body, target, expected) => {
    const batch = await startBatchEndpoint(PLACE);

    const reply = await post(`${batch.url}/${path}`, body, target);

    expect(reply.status).toBe(400);
    expect(reply.body).toContain(expected);
    expect(reply.body).not.toContain("stack");
    await batch.close();
  });
});

describe("DynamoDB", () => {
  const table = {
    TableName: "table",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  };

  // AWS accepts 31 maps around a value and rejects 32: https://github.com/nubo-db/dynoxide/issues/110
  it.each([
    [31, 200],
    [32, 400],
    [1500, 400],
    [100_000, 400],
  ])("answers an item with %d maps around a value with status %d", async (wrappers, status) => {
    const dynamoDb = await startDynamoDbEndpoint(PLACE);
    await dynamoDb.call("CreateTable", table);

    const body = `{"TableName":"table","Item":{"id":{"S":"1"},"deep":${nestItem(wrappers)}}}`;
    const reply = await post(dynamoDb.url, body, "DynamoDB_20120810.PutItem");

    expect(reply.status).toBe(status);
    if (status === 400)
      expect(reply.body).toContain("Attributes in the item have nested levels beyond supported limit");
    await dynamoDb.close();
  });

  it.each([
    [`${"NOT ".repeat(1023)}a=b`, "The expression contains too many operators; operator count: 1024"],
    [`a=b${" AND a=b".repeat(150)}`, "The expression contains too many operators; operator count: 301"],
    [`${"(".repeat(2000)}a=b${")".repeat(2000)}`, "The expression has redundant parentheses;"],
    ["(".repeat(4096), 'Syntax error; token: "<EOF>"'],
    [`${"(".repeat(1300)}a=b${")x".repeat(1300)}`, "Syntax error"],
    [`a=b${" AND a=b".repeat(512)}`, "Expression size has exceeded the maximum allowed size; expression size: 4099"],
    [" ", "The expression can not be empty;"],
  ])("rejects the condition %.20s...", async (condition, expected) => {
    const dynamoDb = await startDynamoDbEndpoint(PLACE);
    await dynamoDb.call("CreateTable", table);

    const reply = await dynamoDb.call("PutItem", {
      TableName: "table",
      Item: { id: { S: "1" } },
      ConditionExpression: condition,
    });

    expect(reply).toMatchObject({ status: 400 });
    expect(JSON.stringify(reply.body)).toContain(
      JSON.stringify(`Invalid ConditionExpression: ${expected}`).slice(1, -1),
    );
    await dynamoDb.close();
  });

  it("accepts a condition of 299 operators", async () => {
    const dynamoDb = await startDynamoDbEndpoint(PLACE);
    await dynamoDb.call("CreateTable", table);

    const reply = await dynamoDb.call("PutItem", {
      TableName: "table",
      Item: { id: { S: "1" } },
      ConditionExpression: `a<>b${" OR a<>b".repeat(149)}`,
    });

    expect(reply.body).toMatchObject({ message: "The conditional request failed" });
    await dynamoDb.close();
  });
});
