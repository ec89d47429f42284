import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type * as z from "zod";
import type { JobReply } from "../api/replies";
import { startRequestSchema, stopRequestSchema } from "../api/requests";
import { lastArnPart } from "../../workflow/arn";
import { parsePosition, streamExecution, type StreamPosition } from "./event-stream";
import type { ConsoleAccess } from "./console-access";
import { composeArn } from "./execution-arn";
import { ExecutionFeeds } from "./execution-feeds";
import { html, HttpError, json, readJson, type HttpReply } from "./http-reply";
import type { PageBundle } from "./page-bundle";
import { ExecutionDetailsCache } from "./execution-details";
import { describeExecution } from "./routes/describe-execution";
import { describeJobAfterEnd } from "./routes/describe-job-after-end";
import { describeStateMachine } from "./routes/describe-state-machine";
import { downloadLog } from "./routes/download-log";
import { downloadReport } from "./routes/download-report";
import { listExecutions } from "./routes/list-executions";
import { findLastSuccess } from "./routes/find-last-success";
import { listChildren } from "./routes/list-children";
import { findChildStreams, readLogTail } from "./routes/read-child-log";
import { parseEarlierQuery, readEarlierLog } from "./routes/read-earlier-log";
import { startExecution } from "./routes/start-execution";
import { stopExecution } from "./routes/stop-execution";
import { shareRecent } from "./share-recent";
import { ICON, SHELL } from "./shell";

/** Authorized request with its response. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

export interface Router {
  /** Returns the reply; undefined if a stream was started instead. @throws HttpError */
  handle(exchange: HttpExchange): Promise<HttpReply | undefined>;
  close(): void;
}

const PAGE_PATHS = /^\/(?:new|state-machine|executions(?:\/[^/]+)?)?$/;
const EXECUTION_PATH = /^\/api\/executions\/([^/]+)(?:\/(stream|report|stop|job|children|last-success|log|log\.txt))?$/;

/** Creates the router for the page and its API. */
export function createRouter(access: ConsoleAccess, { script, style }: PageBundle): Router {
  const feeds = new ExecutionFeeds(access);
  const details = new ExecutionDetailsCache(access.stepFunctions);
  const list = shareRecent(access.listRefreshMs / 2, (query) => listExecutions(access, query, details));
  const files: Readonly<Record<string, HttpReply>> = {
    "/page.js": { status: 200, contentType: "text/javascript; charset=utf-8", body: script },
    "/page.css": { status: 200, contentType: "text/css; charset=utf-8", body: style },
    "/icon.svg": { status: 200, contentType: "image/svg+xml", body: ICON },
  };
  const compressed = Object.fromEntries(Object.entries(files).map(([path, file]) => [path, compress(file)]));

  const get = async ({ path, query, signal, request }: HttpExchange): Promise<HttpReply | undefined> => {
    if (PAGE_PATHS.test(path)) return html(SHELL);
    if (path === "/api/state-machine") return json(await describeStateMachine(access, signal));
    if (path === "/api/executions") return json(await list(query.toString()));
    if (!Object.hasOwn(files, path)) return undefined;
    const acceptsGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    return acceptsGzip ? compressed[path] : files[path];
  };
  const getOfExecution = async (
    arn: string,
    part: string | undefined,
    exchange: HttpExchange,
  ): Promise<HttpReply | undefined> => {
    const { query, response, signal } = exchange;
    if (part === undefined) return json(await describeExecution(access, arn, signal));
    if (part === "report") return downloadReport(access, arn, signal);
    if (part === "job") {
      const { runProgress } = feeds.get(arn).history;
      return json({ job: (await describeJobAfterEnd(access, runProgress, signal)) ?? null } satisfies JobReply);
    }
    if (part === "last-success") return json(await findLastSuccess(access, arn, details, signal));
    if (part === "children") {
      const { jobId } = feeds.get(arn).history.runProgress;
      return json(jobId === undefined ? { children: null } : await listChildren(access, jobId, signal));
    }
    if (part === "log" || part === "log.txt") return replyLog(arn, part, exchange);
    if (part === "stream") streamExecution(response, feeds.get(arn), access, readPosition(exchange.request, query));
    return undefined;
  };
  /** Replies with earlier lines of the log, with the last lines of a child's log, or with a whole log as a file. */
  const replyLog = async (
    arn: string,
    part: "log" | "log.txt",
    { query, response, signal }: HttpExchange,
  ): Promise<HttpReply | undefined> => {
    const { log } = feeds.get(arn);
    const source = access.log?.source;
    if (log === undefined || source === undefined)
      throw new HttpError(404, "logs are not shown; start without --no-log");
    const child = query.get("child");
    const found =
      child === null
        ? undefined
        : await findChildStreams(source, feeds.get(arn).history.runProgress.jobId, child, signal);
    if (part === "log.txt") {
      const name = child === null ? lastArnPart(arn) : `${lastArnPart(arn)}-${child}`;
      await downloadLog(response, source, found?.streams ?? log.streams, name, signal);
      return undefined;
    }
    if (found !== undefined) return json(await readLogTail(source, found, signal));
    const earlier = parseEarlierQuery(query);
    if (earlier === undefined) throw new HttpError(400, "before and known must be whole numbers");
    return json(await readEarlierLog(source, log.streams, earlier, signal));
  };
  const post = async (
    exchange: HttpExchange,
    arn: string | undefined,
    part: string | undefined,
  ): Promise<HttpReply | undefined> => {
    if (arn !== undefined && part === "stop")
      return json(await stopExecution(access, arn, parse(stopRequestSchema, await readJson(exchange.request))));
    if (exchange.path !== "/api/executions") return undefined;
    const started = await startExecution(access, parse(startRequestSchema, await readJson(exchange.request)));
    return "problems" in started ? json(started, 422) : json(started, 201);
  };

  return {
    async handle(exchange) {
      const [, encodedName, part] = EXECUTION_PATH.exec(exchange.path) ?? [];
      const arn = encodedName === undefined ? undefined : findArn(encodedName, access);
      const reply =
        exchange.method === "POST"
          ? await post(exchange, arn, part)
          : arn === undefined
            ? await get(exchange)
            : await getOfExecution(arn, part, exchange);
      if (reply === undefined && !exchange.response.headersSent)
        throw new HttpError(404, `${exchange.path} does not exist`);
      return reply;
    },
    close: () => {
      feeds.close();
    },
  };
}

const compress = (file: HttpReply): HttpReply => ({
  ...file,
  body: gzipSync(file.body),
  headers: { ...file.headers, "content-encoding": "gzip" },
});

function findArn(encodedName: string, { stateMachineArn }: ConsoleAccess): string {
  let name = "";
  try {
    name = decodeURIComponent(encodedName);
  } catch {
    // An empty name is rejected below.
  }
  const arn = composeArn(stateMachineArn, name);
  if (arn === undefined) throw new HttpError(400, `invalid execution name ${JSON.stringify(encodedName)}`);
  return arn;
}

/** Returns the position of the page. Browsers send it in a header when they reconnect. */
function readPosition({ headers }: IncomingMessage, query: URLSearchParams): StreamPosition {
  const lastId = headers["last-event-id"] ?? query.get("after") ?? "";
  return parsePosition(typeof lastId === "string" ? lastId : "");
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const { data, success } = schema.safeParse(value);
  if (!success) throw new HttpError(400, "request body does not have the required fields");
  return data;
}
