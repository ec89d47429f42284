import { LogStore } from "../../src/logs/log-store";
import { isLogsRequest, serveLogs } from "../../src/logs/logs-protocol";

function givenLogs(): LogStore {
  const logs = new LogStore();
  const stream = logs.open("/group", "b/stream", 100);
  for (const timestamp of [1000, 2000, 3000, 4000, 5000]) stream.add(timestamp, `at ${timestamp}`);
  logs.open("/group", "a/stream", 50);
  return logs;
}

function call(operation: string, input: unknown, logs = givenLogs()) {
  const body = typeof input === "string" ? input : JSON.stringify(input);
  const headers = { "x-amz-target": `Logs_20140328.${operation}` };
  const reply = serveLogs({ method: "POST", path: "/", query: new URLSearchParams(), headers, body }, logs);
  const parsed: unknown = JSON.parse(reply.body);
  return { status: reply.status, errorType: reply.headers?.["x-amzn-errortype"], body: parsed };
}

const STREAM = { logGroupName: "/group", logStreamName: "b/stream" };
const messages = (...timestamps: number[]) =>
  timestamps.map((timestamp) => ({ timestamp, message: `at ${timestamp}`, ingestionTime: timestamp }));

it("returns the same stream when it is opened twice", () => {
  const logs = new LogStore();

  expect(logs.open("g", "s", 1)).toBe(logs.open("g", "s", 2));
});

it("recognizes its requests by the target header", () => {
  const request = { method: "POST", path: "/", query: new URLSearchParams(), body: "" };

  expect(isLogsRequest({ ...request, headers: { "x-amz-target": "Logs_20140328.GetLogEvents" } })).toBe(true);
  expect(isLogsRequest({ ...request, headers: {} })).toBe(false);
});

it("returns the latest events, oldest first, from GetLogEvents", () => {
  expect(call("GetLogEvents", { ...STREAM, limit: 2 }).body).toEqual({
    events: messages(4000, 5000),
    nextForwardToken: "f/5",
    nextBackwardToken: "b/3",
  });
});

it("pages forward in GetLogEvents and returns the same token at the end", () => {
  const first = call("GetLogEvents", { ...STREAM, startFromHead: true, limit: 3 });
  const second = call("GetLogEvents", { ...STREAM, nextToken: "f/3", limit: 3 });
  const third = call("GetLogEvents", { ...STREAM, nextToken: "f/5", limit: 3 });

  expect(first.body).toMatchObject({ events: messages(1000, 2000, 3000), nextForwardToken: "f/3" });
  expect(second.body).toMatchObject({ events: messages(4000, 5000), nextForwardToken: "f/5" });
  expect(third.body).toMatchObject({ events: [], nextForwardToken: "f/5" });
});

it("pages backward in GetLogEvents with a backward token", () => {
  expect(call("GetLogEvents", { ...STREAM, nextToken: "b/3", limit: 2 }).body).toEqual({
    events: messages(2000, 3000),
    nextForwardToken: "f/3",
    nextBackwardToken: "b/1",
  });
});

it("limits GetLogEvents to startTime (inclusive) and endTime (exclusive)", () => {
  expect(call("GetLogEvents", { ...STREAM, startTime: 2000, endTime: 4000 }).body).toMatchObject({
    events: messages(2000, 3000),
  });
});

it.each([
  "/group",
  "arn:aws:logs:us-east-2:123456789012:log-group:/group",
  "arn:aws:logs:us-east-2:1:log-group:/group:*",
])("accepts the group identifier %s in GetLogEvents", (logGroupIdentifier) => {
  expect(call("GetLogEvents", { logGroupIdentifier, logStreamName: "b/stream" }).status).toBe(200);
});

it("sorts DescribeLogStreams by name or by last event, and returns first and last event times", () => {
  const byName = call("DescribeLogStreams", { logGroupName: "/group" });
  const byTime = call("DescribeLogStreams", { logGroupName: "/group", orderBy: "LastEventTime", descending: true });

  expect(byName.body).toMatchObject({
    logStreams: [
      { logStreamName: "a/stream", creationTime: 50 },
      { logStreamName: "b/stream", firstEventTimestamp: 1000, lastEventTimestamp: 5000, lastIngestionTime: 5000 },
    ],
  });
  expect(byTime.body).toMatchObject({ logStreams: [{ logStreamName: "b/stream" }, { logStreamName: "a/stream" }] });
});

const tokenOf = (body: unknown): unknown =>
  typeof body === "object" && body !== null ? Reflect.get(body, "nextToken") : undefined;

it("filters and pages DescribeLogStreams", () => {
  const first = call("DescribeLogStreams", { logGroupName: "/group", limit: 1 });
  const second = call("DescribeLogStreams", { logGroupName: "/group", limit: 1, nextToken: tokenOf(first.body) });
  const filtered = call("DescribeLogStreams", { logGroupName: "/group", logStreamNamePrefix: "b/" });

  expect(first.body).toMatchObject({ logStreams: [{ logStreamName: "a/stream" }] });
  expect(second.body).toMatchObject({ logStreams: [{ logStreamName: "b/stream" }] });
  expect(second.body).not.toHaveProperty("nextToken");
  expect(filtered.body).toMatchObject({ logStreams: [{ logStreamName: "b/stream" }] });
});

it.each([
  [
    "GetLogEvents",
    { ...STREAM, logStreamName: "none" },
    "ResourceNotFoundException",
    "The specified log stream does not exist.",
  ],
  [
    "GetLogEvents",
    { logStreamName: "s" },
    "InvalidParameterException",
    "logGroupName or logGroupIdentifier is required",
  ],
  ["GetLogEvents", { logGroupName: "/group" }, "InvalidParameterException", "logStreamName: "],
  ["GetLogEvents", { ...STREAM, limit: 10_001 }, "InvalidParameterException", "limit: "],
  ["GetLogEvents", { ...STREAM, nextToken: "x" }, "InvalidParameterException", "nextToken is invalid, got x"],
  [
    "DescribeLogStreams",
    { logGroupName: "none" },
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  ],
  [
    "DescribeLogStreams",
    { logGroupName: "/group", nextToken: "abc" },
    "InvalidParameterException",
    "nextToken is invalid, got abc",
  ],
  ["GetLogEvents", "{", "SerializationException", "the request body is not JSON"],
  ["PutLogEvents", {}, "UnknownOperationException", "local CloudWatch Logs does not support PutLogEvents"],
])("rejects %s with %j as %s", (operation, input, errorType, message) => {
  const reply = call(operation, input);

  expect(reply).toMatchObject({
    status: 400,
    errorType,
    body: { __type: errorType },
  });
  expect(reply.body).toHaveProperty("message", expect.stringContaining(message));
});

it("does not report an internal error as an API error", () => {
  const broken = new LogStore();
  broken.findStream = () => {
    throw new RangeError("out of range");
  };

  expect(() => call("GetLogEvents", STREAM, broken)).toThrow("out of range");
});
