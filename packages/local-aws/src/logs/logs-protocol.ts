import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { LoopbackReply, LoopbackRequest } from "../loopback-server";
import type { LogStore } from "./log-store";
import { LogsApiError } from "./logs-api-error";
import { formatArn, parseArn } from "../arn";
import { takePage } from "../paging";
import { findLogPage, invalidToken } from "./log-page";
import type { LogStream } from "./log-stream";

/** Prefix of the X-Amz-Target header of CloudWatch Logs. */
const TARGET_PREFIX = "Logs_20140328.";

export const isLogsRequest = ({ headers }: LoopbackRequest): boolean =>
  headers["x-amz-target"]?.startsWith(TARGET_PREFIX) === true;

/** Serves GetLogEvents and DescribeLogStreams in the JSON 1.1 protocol of CloudWatch Logs. */
export function serveLogs(request: LoopbackRequest, logs: LogStore): LoopbackReply {
  const name = request.headers["x-amz-target"]?.slice(TARGET_PREFIX.length) ?? "";
  try {
    return reply(200, perform(name, parseJson(request.body), logs));
  } catch (error) {
    if (!(error instanceof LogsApiError)) throw error;
    return reply(400, { __type: error.name, message: error.message }, error.name);
  }
}

/** Operations by name. */
export const LOGS_OPERATIONS: Readonly<Record<string, (input: unknown, logs: LogStore) => object>> = {
  GetLogEvents: getLogEvents,
  DescribeLogStreams: describeLogStreams,
};

function perform(name: string, input: unknown, logs: LogStore): object {
  const operation = Object.hasOwn(LOGS_OPERATIONS, name) ? LOGS_OPERATIONS[name] : undefined;
  if (operation !== undefined) return operation(input, logs);
  throw new LogsApiError(
    "UnknownOperationException",
    `local CloudWatch Logs does not support ${name}; supported operations: ${Object.keys(LOGS_OPERATIONS).join(", ")}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LogsApiError("SerializationException", "the request body is not JSON");
  }
}

const reply = (status: number, body: object, errorType?: string): LoopbackReply => ({
  status,
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
    ...(errorType === undefined ? {} : { "x-amzn-errortype": errorType }),
  },
  body: JSON.stringify(body),
});

/** A group is identified by its name, or by an identifier (name or ARN). */
const groupSchema = z.object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() });

const getLogEventsSchema = groupSchema.extend({
  logStreamName: z.string(),
  startTime: z.int().optional(),
  endTime: z.int().optional(),
  startFromHead: z.boolean().default(false),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
});

const describeLogStreamsSchema = groupSchema.extend({
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/**
 * Implements GetLogEvents. Returns one page of up to 1 MB or 10,000 events, oldest first.
 * @throws LogsApiError if the stream does not exist or the input is invalid
 */
function getLogEvents(input: unknown, logs: LogStore): object {
  const request = parse(getLogEventsSchema, input);
  const stream = logs.findStream(groupOf(request), request.logStreamName);
  if (stream === undefined)
    throw new LogsApiError("ResourceNotFoundException", "The specified log stream does not exist.");
  return findLogPage(stream, request);
}

/** Implements DescribeLogStreams. @throws LogsApiError if the group does not exist or the input is invalid */
function describeLogStreams(input: unknown, logs: LogStore): object {
  const request = parse(describeLogStreamsSchema, input);
  const groupName = groupOf(request);
  const streams = logs.findGroup(groupName);
  if (streams === undefined)
    throw new LogsApiError("ResourceNotFoundException", "The specified log group does not exist.");
  const sorted = streams
    .filter(({ logStreamName }) => logStreamName.startsWith(request.logStreamNamePrefix ?? ""))
    .sort((one, other) => compare(one, other, request.orderBy) * (request.descending ? -1 : 1));
  const { items, nextToken } = takePage(sorted, { size: request.limit, nextToken: request.nextToken, invalidToken });
  return { logStreams: items.map((stream) => describe(stream, groupName)), nextToken };
}

function compare(one: LogStream, other: LogStream, orderBy: "LogStreamName" | "LastEventTime"): number {
  if (orderBy === "LogStreamName") return one.logStreamName < other.logStreamName ? -1 : 1;
  return (one.events.at(-1)?.timestamp ?? 0) - (other.events.at(-1)?.timestamp ?? 0);
}

function describe({ logStreamName, createdAt, events }: LogStream, groupName: string): object {
  const [first, last] = [events[0], events.at(-1)];
  const resource = `log-group:${groupName}:log-stream:${logStreamName}`;
  return {
    logStreamName,
    creationTime: createdAt,
    arn: formatArn({ partition: "aws", service: "logs", region: "", accountId: "", resource }),
    storedBytes: 0,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
  };
}

function groupOf({ logGroupName, logGroupIdentifier }: z.output<typeof groupSchema>): string {
  const name = logGroupName ?? (logGroupIdentifier === undefined ? undefined : nameOfGroup(logGroupIdentifier));
  if (name === undefined)
    throw new LogsApiError("InvalidParameterException", "logGroupName or logGroupIdentifier is required");
  return name;
}

/** @param identifier - name or ARN, which can end with `:*` */
const nameOfGroup = (identifier: string): string =>
  (parseArn(identifier)?.resource ?? identifier).replace(/^log-group:/, "").replace(/:\*$/, "");

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const violations = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new LogsApiError("InvalidParameterException", violations.join("; "));
}
