import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";
import { startRequestSchema, stopRequestSchema } from "../api/requests";
import { parsePosition, streamExecution, type StreamPosition } from "./event-stream";
import type { ConsoleAccess } from "./console-access";
import { composeArn } from "./execution-arn";
import { ExecutionFeeds } from "./execution-feeds";
import { html, HttpError, json, readJson, type HttpReply } from "./http-reply";
import type { PageBundle } from "./page-bundle";
import { describeExecution } from "./routes/describe-execution";
import { describeStateMachine } from "./routes/describe-state-machine";
import { downloadReport } from "./routes/download-report";
import { listExecutions } from "./routes/list-executions";
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

const PAGE_PATHS = /^\/(?:new|executions(?:\/[^/]+)?)?$/;
const EXECUTION_PATH = /^\/api\/executions\/([^/]+)(?:\/(stream|report|stop))?$/;

/** Creates the router for the page and its API. */
export function createRouter(access: ConsoleAccess, { script, style }: PageBundle): Router {
  const feeds = new ExecutionFeeds(access);
  const list = shareRecent(access.listRefreshMs / 2, (query) => listExecutions(access, query));
  const files: Readonly<Record<string, HttpReply>> = {
    "/page.js": { status: 200, contentType: "text/javascript; charset=utf-8", body: script },
    "/page.css": { status: 200, contentType: "text/css; charset=utf-8", body: style },
    "/icon.svg": { status: 200, contentType: "image/svg+xml", body: ICON },
  };

  const get = async ({ path, query, signal }: HttpExchange): Promise<HttpReply | undefined> => {
    if (PAGE_PATHS.test(path)) return html(SHELL);
    if (path === "/api/state-machine") return json(await describeStateMachine(access, signal));
    if (path === "/api/executions") return json(await list(query.toString()));
    return Object.hasOwn(files, path) ? files[path] : undefined;
  };
  const getOfExecution = async (
    arn: string,
    part: string | undefined,
    exchange: HttpExchange,
  ): Promise<HttpReply | undefined> => {
    const { query, response, signal } = exchange;
    if (part === undefined) return json(await describeExecution(access, arn, signal));
    if (part === "report") return downloadReport(access, arn, signal);
    if (part === "stream") streamExecution(response, feeds.get(arn), access, readPosition(exchange.request, query));
    return undefined;
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
