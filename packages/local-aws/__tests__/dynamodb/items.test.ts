import { containing } from "../../../../testing/matchers";
import { closeDynamoDbs, givenDynamoDb, item } from "./given-dynamodb";

afterEach(closeDynamoDbs);

const waits = { TableName: "waits" };
const ofJob = {
  ...waits,
  KeyConditionExpression: "jobId = :j",
  ExpressionAttributeValues: { ":j": { S: "j" } },
};
const VALIDATION = "com.amazon.coral.validate#ValidationException";
const NOT_MET = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";

describe("items", () => {
  it("stores, replaces, returns and deletes an item by its key", async () => {
    const { call } = await givenDynamoDb();
    const value = { N: "05" };
    const nested = { M: { list: { L: [{ BOOL: true }, { NULL: true }, { B: "AA==" }] } } };

    const put = await call("PutItem", { ...waits, Item: item("j", "e", { n: { N: "1" } }) });
    const replaced = await call("PutItem", {
      ...waits,
      Item: item("j", "e", { value, nested }),
      ReturnValues: "ALL_OLD",
    });
    const got = await call("GetItem", { ...waits, Key: item("j", "e"), ConsistentRead: true });
    const shown = await call("GetItem", {
      ...waits,
      Key: item("j", "e"),
      ProjectionExpression: "#v, jobId",
      ExpressionAttributeNames: { "#v": "value" },
    });
    const deleted = await call("DeleteItem", { ...waits, Key: item("j", "e"), ReturnValues: "ALL_OLD" });
    const gone = await call("GetItem", { ...waits, Key: item("j", "e") });

    expect(put).toEqual({});
    expect(replaced).toEqual({ Attributes: item("j", "e", { n: { N: "1" } }) });
    expect(got.Item).toEqual(item("j", "e", { value: { N: "5" }, nested }));
    expect(shown.Item).toEqual({ jobId: { S: "j" }, value: { N: "5" } });
    expect(deleted).toEqual({ Attributes: got.Item });
    expect(gone).toEqual({});
  });

  it.each([
    ["-0", "0"],
    ["007.50", "7.5"],
    [" +.5 ", "0.5"],
    ["12e3", "12000"],
    ["1.5e-3", "0.0015"],
    ["9007199254740993", "9007199254740993"],
    ["-1e125", `-1${"0".repeat(125)}`],
    ["1e-130", `0.${"0".repeat(129)}1`],
    ["1234567890.1234567890123456789012345678", "1234567890.1234567890123456789012345678"],
  ])("returns the number %s as %s", async (N, expected) => {
    const { call } = await givenDynamoDb();
    await call("PutItem", { ...waits, Item: item("j", "e", { n: { N } }) });

    const { Item } = await call("GetItem", { ...waits, Key: item("j", "e") });

    expect(Item).toEqual(item("j", "e", { n: { N: expected } }));
  });

  it("lists items of a partition key in the order of their sort key", async () => {
    const { call } = await givenDynamoDb();
    for (const [jobId, execution] of [
      ["j", "e2"],
      ["k", "e1"],
      ["j", "e1"],
      ["j", "f1"],
    ] as const)
      await call("PutItem", { ...waits, Item: item(jobId, execution) });

    const all = await call("Query", { ...ofJob, ConsistentRead: true });
    const backward = await call("Query", { ...ofJob, ScanIndexForward: false });
    const started = await call("Query", {
      ...waits,
      KeyConditionExpression: "#j = :j AND begins_with(executionArn, :e)",
      ExpressionAttributeNames: { "#j": "jobId" },
      ExpressionAttributeValues: { ":j": { S: "j" }, ":e": { S: "e" } },
    });
    const filtered = await call("Query", {
      ...ofJob,
      FilterExpression: "executionArn > :e",
      ExpressionAttributeValues: { ":j": { S: "j" }, ":e": { S: "e1" } },
    });

    expect(all).toEqual({ Items: [item("j", "e1"), item("j", "e2"), item("j", "f1")], Count: 3, ScannedCount: 3 });
    expect(backward.Items).toEqual([item("j", "f1"), item("j", "e2"), item("j", "e1")]);
    expect(started.Items).toEqual([item("j", "e1"), item("j", "e2")]);
    expect(filtered).toMatchObject({ Items: [item("j", "e2"), item("j", "f1")], Count: 2, ScannedCount: 3 });
  });

  it("lists items in pages", async () => {
    const { call } = await givenDynamoDb();
    for (const execution of ["e1", "e2", "e3"]) await call("PutItem", { ...waits, Item: item("j", execution) });

    const first = await call("Query", { ...ofJob, Limit: 2 });
    const second = await call("Query", { ...ofJob, Limit: 2, ExclusiveStartKey: first["LastEvaluatedKey"] });

    expect(first).toMatchObject({ Count: 2, LastEvaluatedKey: item("j", "e2") });
    expect(second).toEqual({ Items: [item("j", "e3")], Count: 1, ScannedCount: 1 });
  });

  it("deletes an item at its expiry time", async () => {
    const { call, clock } = await givenDynamoDb();
    await call("UpdateTimeToLive", {
      ...waits,
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    });
    const inOneHour = { expiresAt: { N: String(clock.now() / 1000 + 3600) } };
    await call("PutItem", { ...waits, Item: item("j", "e1", inOneHour) });
    await call("PutItem", { ...waits, Item: item("j", "e2", { expiresAt: { S: "never" } }) });
    await call("PutItem", { ...waits, Item: item("j", "e3", inOneHour) });

    await clock.sleep(3_599_000);
    const before = await call("Query", ofJob);
    await clock.sleep(1000);
    const after = await call("GetItem", { ...waits, Key: item("j", "e1") });
    const left = await call("Query", ofJob);

    expect(before).toMatchObject({ Count: 3 });
    expect(after).toEqual({});
    expect(left.Items).toMatchObject([{ executionArn: { S: "e2" } }]);
  });

  it("deletes an item later than its expiry time if configured", async () => {
    const { call, clock } = await givenDynamoDb({ ttlDelayMs: 1000 });
    await call("UpdateTimeToLive", {
      ...waits,
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    });
    await call("PutItem", { ...waits, Item: item("j", "e", { expiresAt: { N: String(clock.now() / 1000) } }) });

    const expired = await call("GetItem", { ...waits, Key: item("j", "e") });
    await clock.sleep(1000);
    const deleted = await call("GetItem", { ...waits, Key: item("j", "e") });

    expect(expired.Item).toBeDefined();
    expect(deleted.Item).toBeUndefined();
  });
});

describe("a condition", () => {
  const values = { ":a": { S: "a" }, ":n": { N: "2" } };

  it.each([
    ["attribute_not_exists(jobId)", {}, false],
    ["attribute_exists(jobId)", {}, true],
    ["#t = :a", { ":a": values[":a"] }, true],
    ["#t <> :a", { ":a": values[":a"] }, false],
    ["other <> :a", { ":a": values[":a"] }, true],
    ["other = :a", { ":a": values[":a"] }, false],
    ["NOT (#t = :a) or num >= :n", values, true],
    ["#t = :a and (num < :n OR num > :n)", values, false],
    ["num <= :n AND not num < :n", { ":n": values[":n"] }, true],
    ["#t < :n", { ":n": values[":n"] }, false],
    ["num < :big AND big > num AND big < :big", { ":big": { N: "9007199254740993" } }, true],
    ["binary > :b", { ":b": { B: "AA==" } }, true],
    ["begins_with(binary, :b)", { ":b": { B: "/w==" } }, true],
    ["#t < :smile AND :smile < :high", { ":smile": { S: "\uffee" }, ":high": { S: "\u{1f600}" } }, true],
    ["#0 = :0", { ":0": { S: "a" } }, true],
    ["begins_with(#t, :a)", { ":a": values[":a"] }, true],
    ["begins_with(num, :a)", { ":a": values[":a"] }, false],
    ["begins_with(other, :a)", { ":a": values[":a"] }, false],
    ["nested = :m", { ":m": { M: { b: { N: "1" }, a: { L: [{ S: "x" }] } } } }, true],
  ])("%s with %j decides: %s", async (ConditionExpression, ExpressionAttributeValues, met) => {
    const { call } = await givenDynamoDb();
    const nested = { M: { a: { L: [{ S: "x" }] }, b: { N: "1.0" } } };
    await call("PutItem", {
      ...waits,
      Item: item("j", "e", {
        token: { S: "a" },
        num: { N: "2" },
        big: { N: "9007199254740992" },
        binary: { B: "/wA=" },
        nested,
      }),
    });
    const [name] = /#\w/.exec(ConditionExpression) ?? [];
    const names = name === undefined ? {} : { ExpressionAttributeNames: { [name]: "token" } };
    const given = Object.keys(ExpressionAttributeValues).length === 0 ? {} : { ExpressionAttributeValues };

    const reply = await call("DeleteItem", { ...waits, Key: item("j", "e"), ConditionExpression, ...names, ...given });

    expect(reply).toEqual(met ? {} : { __type: NOT_MET, message: "The conditional request failed" });
  });

  it("shows the old item on request", async () => {
    const { call } = await givenDynamoDb();
    const write = {
      ...waits,
      Item: item("j", "e"),
      ConditionExpression: "attribute_not_exists(jobId)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    };

    const first = await call("PutItem", write);
    const second = await call("PutItem", write);

    expect(first).toEqual({});
    expect(second).toMatchObject({ __type: NOT_MET, Item: item("j", "e") });
  });

  it.each([
    ["token = :a", "Attribute name is a reserved keyword; reserved keyword: token"],
    ["#x = :a", "attribute name used in the document path is not defined; attribute name: #x"],
    ["jobId = :b", "attribute value used in expression is not defined; attribute value: :b"],
    ["jobId =", 'Syntax error; token: "<EOF>", near: "jobId ="'],
    ["jobId = :a :a", 'Syntax error; token: ":a"'],
    ["jobId ! :a", "Syntax error"],
    ["(jobId = :a", "Syntax error"],
    [":a = = jobId", "Syntax error"],
    ["size(jobId) = :a", "local DynamoDB does not support function size"],
    ["job.id = :a", "local DynamoDB does not support nested attribute job.id"],
    ["attribute_exists(jobId)", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}"],
  ])("%s is rejected", async (ConditionExpression, message) => {
    const { call } = await givenDynamoDb();

    const reply = await call("PutItem", {
      ...waits,
      Item: item("j", "e"),
      ConditionExpression,
      ExpressionAttributeValues: { ":a": { S: "a" } },
    });

    expect(reply).toEqual({ __type: VALIDATION, message: containing(message) });
  });
});

describe("an item operation", () => {
  it.each([
    ["PutItem", { Item: { jobId: { S: "j" } } }, "Missing the key executionArn in the item"],
    [
      "PutItem",
      { Item: { ...item("j", "e"), jobId: { N: "1" } } },
      "Type mismatch for key jobId expected: S actual: N",
    ],
    ["PutItem", { Item: item("", "e") }, "cannot contain an empty string value. Key: jobId"],
    ["PutItem", { Item: item("j", "e", { x: { N: "one" } }) }, "cannot be converted to a numeric value: one"],
    ["PutItem", { Item: item("j", "e", { x: { N: "" } }) }, "cannot be converted to a numeric value"],
    ["PutItem", { Item: item("j", "e", { x: { N: "1".repeat(39) } }) }, "Attempting to store more than 38 significant"],
    ["PutItem", { Item: item("j", "e", { x: { N: "-1e126" } }) }, "Number overflow. Attempting to store a number"],
    ["PutItem", { Item: item("j", "e", { x: { N: "1e-131" } }) }, "Number underflow. Attempting to store a number"],
    [
      "PutItem",
      { Item: item("j", "e"), ExpressionAttributeNames: { "#a": "a" } },
      "can only be specified when using exp",
    ],
    [
      "PutItem",
      { Item: item("j", "e"), ExpressionAttributeValues: { ":a": { S: "" } } },
      "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
    ],
    [
      "PutItem",
      { Item: item("j", "e"), ConditionExpression: "a = a", ExpressionAttributeNames: {} },
      "ExpressionAttributeNames must not be empty",
    ],
    [
      "PutItem",
      { Item: item("j", "e"), ConditionExpression: "a = a", ExpressionAttributeNames: { a: "a" } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"',
    ],
    [
      "GetItem",
      { Key: { ...item("j", "e"), jobId: { N: "1" } } },
      "The provided key element does not match the schema",
    ],
    ["GetItem", { Key: item("j", "") }, "cannot contain an empty string value. Key: executionArn"],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "a.b" }, "does not support nested attribute a.b"],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "a[0]" }, "does not support nested attribute a[0]"],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "a,,b" }, 'Syntax error; token: ","'],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "a b" }, 'Syntax error; token: "b"'],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "a-b" }, 'Syntax error; token: "-"'],
    ["GetItem", { Key: item("j", "e"), ProjectionExpression: "" }, "The expression can not be empty;"],
    [
      "GetItem",
      { Key: item("j", "e"), ProjectionExpression: "a, b, #a", ExpressionAttributeNames: { "#a": "a" } },
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]",
    ],
    ["Query", { KeyConditionExpression: "jobId = :n" }, "Condition parameter type does not match schema type"],
    [
      "Query",
      { KeyConditionExpression: "jobId = :j AND begins_with(executionArn, :n)" },
      "Condition parameter type does not match schema type",
    ],
    ["Query", { KeyConditionExpression: "jobId = :e" }, "cannot contain an empty string value. Key: jobId"],
    [
      "Query",
      { KeyConditionExpression: "jobId = :j AND executionArn > :j AND executionArn < :j" },
      "KeyConditionExpressions must only contain one condition per key",
    ],
    ["Query", { KeyConditionExpression: "executionArn = :j" }, "Query condition missed key schema element: jobId"],
    ["Query", { KeyConditionExpression: "jobId = executionArn" }, "an attribute must be compared with a value"],
    [
      "Query",
      { KeyConditionExpression: "jobId = :j", ExclusiveStartKey: { jobId: { S: "j" } } },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    ["PutItem", { Item: item("j", "e", { x: { S: "y".repeat(410_000) } }) }, "Item size has exceeded"],
    ["PutItem", { Item: item("j", "e"), Expected: {} }, "local DynamoDB does not support Expected of the request"],
    ["GetItem", { Key: { jobId: { S: "j" } } }, "The provided key element does not match the schema"],
    ["DeleteItem", { Key: item("j", "e", { more: { S: "" } }) }, "The provided key element does not match the schema"],
    ["Query", { KeyConditionExpression: "jobId > :j" }, "Query key condition not supported"],
    ["Query", { KeyConditionExpression: "jobId <> :j" }, "Invalid operator used in KeyConditionExpression"],
    ["Query", { KeyConditionExpression: "jobId = :j AND other = :j" }, "Query key condition not supported"],
  ])("%s with %j is rejected", async (operation, input, message) => {
    const { call } = await givenDynamoDb();
    const values = { ":j": { S: "j" }, ":n": { N: "1" }, ":e": { S: "" } };
    const text = JSON.stringify(input);
    const used = Object.entries(values).filter(([name]) => text.includes(name));
    const more =
      operation === "Query" && used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {};

    const reply = await call(operation, { ...waits, ...input, ...more });

    expect(reply).toEqual({ __type: VALIDATION, message: containing(message) });
  });

  it("rejects a table that does not exist", async () => {
    const { call } = await givenDynamoDb({}, false);

    const reply = await call("PutItem", { ...waits, Item: item("j", "e") });

    expect(reply).toEqual({
      __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
      message: "Requested resource not found",
    });
  });
});
