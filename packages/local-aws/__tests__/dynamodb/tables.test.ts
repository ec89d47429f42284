import { z } from "zod";
import { containing } from "../../../../testing/matchers";
import { WAIT_TABLE } from "../../testing/wait-table";
import { closeDynamoDbs, givenDynamoDb, item } from "./given-dynamodb";

afterEach(closeDynamoDbs);

const waits = { TableName: "waits" };
const ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/waits";
const NOT_FOUND = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";

describe("a table", () => {
  it("creates, describes, lists and deletes a table", async () => {
    const { call } = await givenDynamoDb({}, false);

    const created = await call("CreateTable", WAIT_TABLE);
    await call("PutItem", { ...waits, Item: item("j", "e") });
    const described = await call("DescribeTable", waits);
    const listed = await call("ListTables", {});
    const deleted = await call("DeleteTable", waits);
    const gone = await call("DescribeTable", waits);

    expect(created["TableDescription"]).toMatchObject({ TableStatus: "ACTIVE", TableArn: ARN, ItemCount: 0 });
    expect(described["Table"]).toMatchObject({
      ...waits,
      AttributeDefinitions: WAIT_TABLE.AttributeDefinitions,
      KeySchema: WAIT_TABLE.KeySchema,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      DeletionProtectionEnabled: false,
      ItemCount: 1,
      TableSizeBytes: 19,
    });
    expect(listed).toEqual({ TableNames: ["waits"] });
    expect(deleted["TableDescription"]).toMatchObject({ TableStatus: "DELETING" });
    expect(gone).toEqual({ __type: NOT_FOUND, message: "Requested resource not found: Table: waits not found" });
  });

  it("returns encryption, class and tags", async () => {
    const { call } = await givenDynamoDb({}, false);
    const tags = [{ Key: "a", Value: "1" }];
    const encryption = { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:key/k" };
    await call("CreateTable", { ...WAIT_TABLE, SSESpecification: encryption, TableClass: "STANDARD", Tags: tags });

    await call("TagResource", { ResourceArn: ARN, Tags: [{ Key: "b", Value: "2" }] });
    await call("UntagResource", { ResourceArn: ARN, TagKeys: ["a"] });

    expect((await call("DescribeTable", waits))["Table"]).toMatchObject({
      SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: encryption.KMSMasterKeyId },
      TableClassSummary: { TableClass: "STANDARD" },
    });
    expect(await call("ListTagsOfResource", { ResourceArn: ARN })).toEqual({ Tags: [{ Key: "b", Value: "2" }] });
  });

  it("changes time to live, point-in-time recovery and deletion protection", async () => {
    const { call } = await givenDynamoDb();
    const ttl = { AttributeName: "expiresAt", Enabled: true };
    const recovery = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    const before = [await call("DescribeTimeToLive", waits), await call("DescribeContinuousBackups", waits)];

    await call("UpdateTimeToLive", { ...waits, TimeToLiveSpecification: ttl });
    await call("UpdateContinuousBackups", { ...waits, ...recovery });
    await call("UpdateTable", { ...waits, DeletionProtectionEnabled: true });
    const kept = await call("DeleteTable", waits);
    const again = await call("UpdateTimeToLive", { ...waits, TimeToLiveSpecification: ttl });
    const after = [await call("DescribeTimeToLive", waits), await call("DescribeContinuousBackups", waits)];
    await call("UpdateTimeToLive", { ...waits, TimeToLiveSpecification: { ...ttl, Enabled: false } });

    expect(before).toMatchObject([
      { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } },
      {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
        },
      },
    ]);
    expect(kept.message).toContain("protected against deletion");
    expect(again.message).toBe("TimeToLive is already enabled");
    expect(after).toMatchObject([
      { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" } },
      {
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED" } },
      },
    ]);
    expect(await call("UpdateTable", { ...waits, BillingMode: "PAY_PER_REQUEST" })).toMatchObject({
      TableDescription: { DeletionProtectionEnabled: true },
    });
    expect(await call("DescribeTimeToLive", waits)).toEqual(before[0]);
  });

  it("lists tables in pages", async () => {
    const { call } = await givenDynamoDb();
    await call("CreateTable", { ...WAIT_TABLE, TableName: "other" });

    const first = await call("ListTables", { Limit: 1 });
    const second = await call("ListTables", { Limit: 1, ExclusiveStartTableName: first["LastEvaluatedTableName"] });

    expect([first, second]).toEqual([
      { TableNames: ["other"], LastEvaluatedTableName: "other" },
      { TableNames: ["waits"] },
    ]);
  });

  it.each([
    [{ BillingMode: "PROVISIONED" }, "local DynamoDB supports only PAY_PER_REQUEST"],
    [{ GlobalSecondaryIndexes: [] }, "local DynamoDB does not support GlobalSecondaryIndexes of the request"],
    [{ TableName: "a" }, "TableName: must have 3 to 255"],
    [
      { KeySchema: [{ AttributeName: "x", KeyType: "HASH" }] },
      "Keys: [x], AttributeDefinitions: [jobId, executionArn]",
    ],
    [{ KeySchema: WAIT_TABLE.KeySchema.slice(0, 1) }, "does not exactly match number of attributes"],
    [{ KeySchema: WAIT_TABLE.KeySchema.toReversed() }, "The first KeySchemaElement is not a HASH key type"],
    [{ Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" })) }, "Too many tags"],
  ])("rejects a table with %j", async (more, message) => {
    const { call } = await givenDynamoDb({}, false);

    const reply = await call("CreateTable", { ...WAIT_TABLE, ...more });

    expect(reply).toEqual({
      __type: "com.amazon.coral.validate#ValidationException",
      message: containing(message),
    });
  });

  it("rejects a second table with the same name", async () => {
    const { call } = await givenDynamoDb();

    expect(await call("CreateTable", WAIT_TABLE)).toEqual({
      __type: "com.amazonaws.dynamodb.v20120810#ResourceInUseException",
      message: "Table already exists: waits",
    });
  });
});

describe("the DynamoDB protocol", () => {
  const send = async (url: string, target: string, body: string) => {
    const headers = { "x-amz-target": `DynamoDB_20120810.${target}`, "content-type": "application/x-amz-json-1.0" };
    const reply = await fetch(url, { method: "POST", headers, body });
    return { status: reply.status, body: z.looseObject({}).parse(await reply.json()) };
  };

  it("serves operations and errors over HTTP", async () => {
    const { endpoint } = await givenDynamoDb();

    const found = await send(endpoint.url, "ListTables", "");
    const unknown = await send(endpoint.url, "Scan", "{}");
    const garbled = await send(endpoint.url, "ListTables", "{");

    expect(found).toEqual({ status: 200, body: { TableNames: ["waits"] } });
    expect(unknown).toEqual({
      status: 400,
      body: {
        __type: "com.amazon.coral.service#UnknownOperationException",
        message: "Scan is not supported by local DynamoDB",
      },
    });
    expect(garbled).toMatchObject({
      status: 400,
      body: { __type: "com.amazon.coral.service#SerializationException" },
    });
  });
});
