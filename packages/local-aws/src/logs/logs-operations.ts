import { z } from "zod";
import { parseArn } from "../arn";
import { describeIssue, listUnknownMembers } from "../describe-issue";
import { takePage } from "../paging";
import { filterLogEvents } from "./filter-log-events";
import { findLogPage, invalidToken } from "./log-page";
import type { LogGroup, LogStore } from "./log-store";
import type { LogStream } from "./log-stream";
import { LogsApiError } from "./logs-api-error";

/** Operations by name. */
export const LOGS_OPERATIONS: Readonly<Record<string, (input: unknown, logs: LogStore) => object>> = {
  GetLogEvents: getLogEvents,
  FilterLogEvents: filterEvents,
  DescribeLogStreams: describeLogStreams,
  DescribeLogGroups: describeLogGroups,
};

/** A group is identified by its name, or by an identifier (name or ARN). */
const groupSchema = z.strictObject({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() });

const getLogEventsSchema = groupSchema.extend({
  logStreamName: z.string(),
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  startFromHead: z.boolean().default(false),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  /** Without effect: there is no data protection policy. */
  unmask: z.boolean().optional(),
});

const filterLogEventsSchema = groupSchema.extend({
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  filterPattern: z.string().max(1024).default(""),
  startFromHead: z.boolean().default(true),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  /** Ignored, as on AWS. */
  interleaved: z.boolean().optional(),
  /** Without effect: there is no data protection policy. */
  unmask: z.boolean().optional(),
});

const describeLogStreamsSchema = groupSchema.extend({
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

const describeLogGroupsSchema = z.strictObject({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  logGroupIdentifiers: z.array(z.string()).min(1).max(50).optional(),
  /** All groups are STANDARD. */
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"]).default("STANDARD"),
  includeLinkedAccounts: z.literal(false).optional(),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/**
 * Implements GetLogEvents. Returns one page of up to 1 MB or 10,000 events, oldest first.
 * @throws LogsApiError if the stream does not exist or the input is invalid
 */
function getLogEvents(input: unknown, logs: LogStore): object {
  const request = parse(getLogEventsSchema, input);
  const stream = logs.findStream(nameOfGroup(request), request.logStreamName);
  if (stream === undefined) throw notFound("stream");
  return findLogPage(stream, request);
}

/** Implements FilterLogEvents. @throws LogsApiError if the group or a stream does not exist, or for invalid input */
function filterEvents(input: unknown, logs: LogStore): object {
  const request = parse(filterLogEventsSchema, input);
  const { logStreamNames, logStreamNamePrefix = "" } = request;
  if (logStreamNames !== undefined && request.logStreamNamePrefix !== undefined)
    throw invalid("logStreamNames and logStreamNamePrefix cannot both be given");
  const { streams } = getGroup(logs, nameOfGroup(request));
  const selected =
    logStreamNames?.map((name) => {
      const stream = streams.get(name);
      if (stream === undefined) throw notFound("stream");
      return stream;
    }) ?? [...streams.values()].filter(({ logStreamName }) => logStreamName.startsWith(logStreamNamePrefix));
  return { ...filterLogEvents(selected, request), searchedLogStreams: [] };
}

/** Implements DescribeLogStreams. @throws LogsApiError if the group does not exist or the input is invalid */
function describeLogStreams(input: unknown, logs: LogStore): object {
  const request = parse(describeLogStreamsSchema, input);
  if (request.orderBy === "LastEventTime" && request.logStreamNamePrefix !== undefined)
    throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const group = getGroup(logs, nameOfGroup(request));
  const sorted = [...group.streams.values()]
    .filter(({ logStreamName }) => logStreamName.startsWith(request.logStreamNamePrefix ?? ""))
    .sort((one, other) => compare(one, other, request.orderBy) * (request.descending ? -1 : 1));
  const { items, nextToken } = takePage(sorted, { size: request.limit, nextToken: request.nextToken, invalidToken });
  return { logStreams: items.map((stream) => describeStream(stream, group, logs)), nextToken };
}

/** Implements DescribeLogGroups. @throws LogsApiError if the input is invalid */
function describeLogGroups(input: unknown, logs: LogStore): object {
  const request = parse(describeLogGroupsSchema, input);
  const { logGroupNamePrefix, logGroupNamePattern } = request;
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  const wanted = request.logGroupIdentifiers?.map(nameOfIdentifier);
  const found = logs
    .groups()
    .filter(() => request.logGroupClass === "STANDARD")
    .filter(({ logGroupName }) => wanted?.includes(logGroupName) ?? true)
    .filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix ?? ""))
    .filter(({ logGroupName }) => logGroupName.includes(logGroupNamePattern ?? ""));
  const { items, nextToken } = takePage(found, { size: request.limit, nextToken: request.nextToken, invalidToken });
  return { logGroups: items.map((group) => describeGroup(group, logs)), nextToken };
}

function getGroup(logs: LogStore, logGroupName: string): LogGroup {
  const group = logs.findGroup(logGroupName);
  if (group === undefined) throw notFound("group");
  return group;
}

function compare(one: LogStream, other: LogStream, orderBy: "LogStreamName" | "LastEventTime"): number {
  if (orderBy === "LogStreamName") return one.logStreamName < other.logStreamName ? -1 : 1;
  return (one.events.at(-1)?.timestamp ?? 0) - (other.events.at(-1)?.timestamp ?? 0);
}

function describeStream({ logStreamName, createdAt, events }: LogStream, group: LogGroup, logs: LogStore): object {
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName,
    creationTime: createdAt,
    arn: logs.arns.logStream(group.logGroupName, logStreamName),
    storedBytes: 0,
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
  };
}

function describeGroup({ logGroupName, createdAt }: LogGroup, logs: LogStore): object {
  const logGroupArn = logs.arns.logGroup(logGroupName);
  return {
    logGroupName,
    creationTime: createdAt,
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    logGroupArn,
    storedBytes: 0,
    logGroupClass: "STANDARD",
  };
}

function nameOfGroup({ logGroupName, logGroupIdentifier }: z.output<typeof groupSchema>): string {
  const name = logGroupName ?? (logGroupIdentifier === undefined ? undefined : nameOfIdentifier(logGroupIdentifier));
  if (name === undefined) throw invalid("logGroupName or logGroupIdentifier is required");
  return name;
}

/** @param identifier - name or ARN, which can end with `:*` */
const nameOfIdentifier = (identifier: string): string =>
  (parseArn(identifier)?.resource ?? identifier).replace(/^log-group:/, "").replace(/:\*$/, "");

const notFound = (kind: "group" | "stream"): LogsApiError =>
  new LogsApiError("ResourceNotFoundException", `The specified log ${kind} does not exist.`);

const invalid = (message: string): LogsApiError => new LogsApiError("InvalidParameterException", message);

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { error: describeIssue });
  if (result.success) return result.data;
  const unknown = listUnknownMembers(result.error);
  if (unknown.length > 0) throw invalid(`local CloudWatch Logs does not support ${unknown.join(", ")} in this request`);
  const problems = result.error.issues.map((issue) => describeProblem(issue, findValue(input, issue.path)));
  const count = problems.filter((problem) => problem.startsWith("Value ")).length;
  throw invalid(
    `${count === 0 ? "" : `${count} validation error${count > 1 ? "s" : ""} detected: `}${problems.join("; ")}`,
  );
}

/**
 * Describes a violated constraint in the words of AWS, and any other problem in those of {@link describeIssue}.
 * @see https://github.com/elastic/integrations/issues/10564 for an example
 */
function describeProblem(issue: z.core.$ZodIssue, value: unknown): string {
  const path = issue.path.join(".");
  const constraint = findConstraint(issue, value);
  if (constraint === undefined || path === "") return `${path || "the request"} ${issue.message}`;
  const shown = value === undefined ? "null" : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`;
}

function findConstraint(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if (value === undefined) return "not be null";
  const part = typeof value === "number" ? "value" : "length";
  if (issue.code === "too_small") return `have ${part} greater than or equal to ${issue.minimum}`;
  if (issue.code === "too_big") return `have ${part} less than or equal to ${issue.maximum}`;
  if (issue.code !== "invalid_value" || typeof value !== "string") return undefined;
  return `satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
}

function findValue(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
