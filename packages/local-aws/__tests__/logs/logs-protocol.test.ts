import { z } from "zod";
import { createArns } from "../../src/arn";
import { LogStore } from "../../src/logs/log-store";
import { isLogsRequest, serveLogs } from "../../src/logs/logs-protocol";

function givenLogs(): LogStore {
  const logs = new LogStore(createArns("eu-west-1", "123456789012"));
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
  const logs = new LogStore(createArns("eu-west-1", "123456789012"));

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

it("returns the ARN of a stream with region and account", () => {
  expect(call("DescribeLogStreams", { logGroupName: "/group", limit: 1 }).body).toMatchObject({
    logStreams: [{ arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/group:log-stream:a/stream" }],
  });
});

const namesOf = (body: unknown): unknown =>
  z
    .object({ logGroups: z.array(z.object({ logGroupName: z.string() })) })
    .parse(body)
    .logGroups.map(({ logGroupName }) => logGroupName);

it("lists log groups by prefix, pattern, identifier and class", () => {
  const logs = givenLogs();
  logs.open("/other", "s", 7);
  const arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/other";

  expect(namesOf(call("DescribeLogGroups", {}, logs).body)).toEqual(["/group", "/other"]);
  expect(namesOf(call("DescribeLogGroups", { logGroupNamePrefix: "/g" }, logs).body)).toEqual(["/group"]);
  expect(namesOf(call("DescribeLogGroups", { logGroupNamePattern: "the" }, logs).body)).toEqual(["/other"]);
  expect(namesOf(call("DescribeLogGroups", { logGroupIdentifiers: [arn] }, logs).body)).toEqual(["/other"]);
  expect(namesOf(call("DescribeLogGroups", { logGroupClass: "DELIVERY" }, logs).body)).toEqual([]);
  expect(call("DescribeLogGroups", { logGroupNamePrefix: "/o" }, logs).body).toEqual({
    logGroups: [
      {
        logGroupName: "/other",
        creationTime: 7,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: 0,
        logGroupClass: "STANDARD",
      },
    ],
  });
});

const filteredSchema = z.object({
  events: z.array(z.object({ logStreamName: z.string(), message: z.string(), eventId: z.string() })),
  nextToken: z.string().optional(),
});

function filter(input: object, logs = givenLogs()) {
  const { events, nextToken } = filteredSchema.parse(
    call("FilterLogEvents", { logGroupName: "/group", ...input }, logs).body,
  );
  return {
    lines: events.map(({ message }) => message),
    streams: events.map(({ logStreamName }) => logStreamName),
    nextToken,
  };
}

it("returns the events of all streams in FilterLogEvents, in the order in which they were written", () => {
  const logs = givenLogs();
  logs.open("/group", "a/stream", 50).add(6000, "at 6000");

  const { body } = call("FilterLogEvents", { logGroupName: "/group", startTime: 5000, interleaved: true }, logs);

  expect(body).toEqual({
    events: [
      {
        logStreamName: "b/stream",
        timestamp: 5000,
        message: "at 5000",
        ingestionTime: 5000,
        eventId: "5".padStart(56, "0"),
      },
      {
        logStreamName: "a/stream",
        timestamp: 6000,
        message: "at 6000",
        ingestionTime: 6000,
        eventId: "6".padStart(56, "0"),
      },
    ],
    searchedLogStreams: [],
  });
});

it("pages FilterLogEvents from the first or from the last event", () => {
  const first = filter({ limit: 3 });
  const second = filter({ limit: 3, nextToken: first.nextToken });
  const latest = filter({ limit: 2, startFromHead: false });
  const earlier = filter({ limit: 2, nextToken: latest.nextToken });

  expect(first.lines).toEqual(["at 1000", "at 2000", "at 3000"]);
  expect(second).toMatchObject({ lines: ["at 4000", "at 5000"], nextToken: undefined });
  expect(latest.lines).toEqual(["at 5000", "at 4000"]);
  expect(earlier.lines).toEqual(["at 3000", "at 2000"]);
});

it("ends a page of FilterLogEvents at 1 MB", () => {
  const logs = givenLogs();
  for (const letter of ["x", "y"]) logs.open("/big", "s", 0).add(1, letter.repeat(800_000));

  const first = filter({ logGroupName: "/big" }, logs);
  const second = filter({ logGroupName: "/big", nextToken: first.nextToken }, logs);

  expect([first.lines.length, second.lines.length, second.nextToken]).toEqual([1, 1, undefined]);
});

it("limits FilterLogEvents to streams and to a time with both ends", () => {
  expect(filter({ startTime: 2000, endTime: 3000 }).lines).toEqual(["at 2000", "at 3000"]);
  expect(filter({ logStreamNames: ["a/stream"] }).lines).toEqual([]);
  expect(filter({ logStreamNamePrefix: "b/", limit: 1 }).streams).toEqual(["b/stream"]);
});

it.each([
  ["ERROR", ["ERROR one", "ERROR two x", "an ERROR: x"]],
  ["ERROR x", ["ERROR two x", "an ERROR: x"]],
  ['"ERROR two"', ["ERROR two x"]],
  ["ERROR -x", ["ERROR one"]],
  ["?one ?info", ["ERROR one", "info"]],
  ['-"ERROR"', ["info", 'say "hi"']],
  [String.raw`"\"hi\""`, ['say "hi"']],
  ["", ["ERROR one", "ERROR two x", "an ERROR: x", "info", 'say "hi"']],
])("filters by the pattern %s", (filterPattern, expected) => {
  const logs = givenLogs();
  const stream = logs.open("/terms", "s", 0);
  for (const line of ["ERROR one", "ERROR two x", "an ERROR: x", "info", 'say "hi"']) stream.add(1, line);

  expect(filter({ logGroupName: "/terms", filterPattern }, logs).lines).toEqual(expected);
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
  [
    "GetLogEvents",
    { logGroupName: "/group" },
    "InvalidParameterException",
    "1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "GetLogEvents",
    { ...STREAM, limit: 10_001, startTime: -1 },
    "InvalidParameterException",
    "2 validation errors detected: Value '-1' at 'startTime' failed to satisfy constraint: Member must have value greater than or equal to 0; Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ],
  [
    "FilterLogEvents",
    { logGroupName: "/group", limit: 0 },
    "InvalidParameterException",
    "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    "DescribeLogStreams",
    { logGroupName: "/group", orderBy: "Name" },
    "InvalidParameterException",
    "Value 'Name' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, Last",
  ],
  [
    "FilterLogEvents",
    { logGroupName: "/group", filterPattern: "x".repeat(1025) },
    "InvalidParameterException",
    "at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024",
  ],
  [
    "GetLogEvents",
    { ...STREAM, nextToken: "x" },
    "InvalidParameterException",
    "The specified nextToken is invalid. Got x",
  ],
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
    "The specified nextToken is invalid. Got abc",
  ],
  ["GetLogEvents", { ...STREAM, order: 1 }, "InvalidParameterException", "does not support order in this request"],
  ["GetLogEvents", "7", "InvalidParameterException", "the request must be an object"],
  ["FilterLogEvents", { logGroupName: "none" }, "ResourceNotFoundException", "The specified log group does not exist."],
  [
    "FilterLogEvents",
    { logGroupName: "/group", logStreamNames: ["none"] },
    "ResourceNotFoundException",
    "The specified log stream does not exist.",
  ],
  [
    "FilterLogEvents",
    { logGroupName: "/group", logStreamNames: ["b/stream"], logStreamNamePrefix: "b" },
    "InvalidParameterException",
    "cannot both be given",
  ],
  ["FilterLogEvents", { logGroupName: "/group", nextToken: "x" }, "InvalidParameterException", "Got x"],
  [
    "FilterLogEvents",
    { logGroupName: "/group", filterPattern: "{ $.a = 1 }" },
    "InvalidParameterException",
    "does not support JSON, space-delimited and regular-expression patterns, got { $.a = 1 }",
  ],
  [
    "FilterLogEvents",
    { logGroupName: "/group", filterPattern: "?a b" },
    "InvalidParameterException",
    "does not support terms with ? together with other terms",
  ],
  [
    "DescribeLogStreams",
    { logGroupName: "/group", orderBy: "LastEventTime", logStreamNamePrefix: "b" },
    "InvalidParameterException",
    "Cannot order by LastEventTime with a logStreamNamePrefix.",
  ],
  [
    "DescribeLogGroups",
    { logGroupNamePrefix: "a", logGroupNamePattern: "a" },
    "InvalidParameterException",
    "mutually exclusive",
  ],
  ["DescribeLogGroups", { includeLinkedAccounts: true }, "InvalidParameterException", "must be one of false"],
  ["StartLiveTail", {}, "UnknownOperationException", "local CloudWatch Logs does not support StartLiveTail"],
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

it.each([
  ["?Status: timeout", ":"],
  ['ERROR "open', '"'],
  ["fail*", "*"],
])("rejects the filter pattern %s", (filterPattern, character) => {
  const { body } = call("FilterLogEvents", { logGroupName: "/group", filterPattern });

  expect(body).toEqual({
    __type: "InvalidParameterException",
    message: `Invalid character(s) in term '${character}'`,
  });
});

it("does not report an internal error as an API error", () => {
  const broken = new LogStore(createArns("eu-west-1", "123456789012"));
  broken.findStream = () => {
    throw new RangeError("out of range");
  };

  expect(() => call("GetLogEvents", STREAM, broken)).toThrow("out of range");
});
