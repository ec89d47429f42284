import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";
import { startRequestSchema, stopRequestSchema } from "../api/requests";
import { streamHistory } from "./event-stream";
import type { ConsoleAccess } from "./console-access";
import { composeArn } from "./execution-arn";
import { HistoryFeeds } from "./history-feeds";
import { html, HttpError, json, readJson, type HttpReply } from "./http-reply";
import type { PageBundle } from "./page-bundle";
import { describeExecution } from "./routes/describe-execution";
import { describeStateMachine } from "./routes/describe-state-machine";
import { downloadReport } from "./routes/download-report";
import { listExecutions } from "./routes/list-executions";
import { readLog } from "./routes/read-log";
import { startExecution } from "./routes/start-execution";
import { stopExecution } from "./routes/stop-execution";
import { shareRecent } from "./share-recent";
import { ICON, SHELL } from "./shell";

/** A request that may pass. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Aborted when nobody waits for the reply any more. */
  readonly gone: AbortSignal;
}

export interface Router {
  /** @returns undefined when the reply is a stream that has begun */
  answer(visit: Visit): Promise<HttpReply | undefined>;
  close(): void;
}

const PAGE_PATHS = /^\/(?:new|executions(?:\/[^/]+)?)?$/;
const EXECUTION_PATH = /^\/api\/executions\/([^/]+)(?:\/(stream|log|report|stop))?$/;

/** Everything that can be asked for. */
export function createRouter(access: ConsoleAccess, { script, style }: PageBundle): Router {
  const feeds = new HistoryFeeds(access);
  const list = shareRecent(access.listRefreshMs / 2, (query) => listExecutions(access, query));
  const files: Readonly<Record<string, HttpReply>> = {
    "/page.js": { status: 200, contentType: "text/javascript; charset=utf-8", body: script },
    "/page.css": { status: 200, contentType: "text/css; charset=utf-8", body: style },
    "/icon.svg": { status: 200, contentType: "image/svg+xml", body: ICON },
  };

  const get = async ({ path, query, gone }: Visit): Promise<HttpReply | undefined> => {
    if (PAGE_PATHS.test(path)) return html(SHELL);
    if (path === "/api/state-machine") return json(await describeStateMachine(access, gone));
    if (path === "/api/executions") return json(await list(query.toString()));
    return Object.hasOwn(files, path) ? files[path] : undefined;
  };
  const getOfExecution = async (
    arn: string,
    part: string | undefined,
    visit: Visit,
  ): Promise<HttpReply | undefined> => {
    const { query, response, gone } = visit;
    if (part === undefined) return json(await describeExecution(access, arn, gone));
    if (part === "log") return json(await readLog(access, arn, gone));
    if (part === "report") return downloadReport(access, arn, gone);
    if (part === "stream") streamHistory(response, feeds.get(arn), access, readLastId(visit.request, query));
    return undefined;
  };
  const post = async (
    visit: Visit,
    arn: string | undefined,
    part: string | undefined,
  ): Promise<HttpReply | undefined> => {
    if (arn !== undefined && part === "stop")
      return json(await stopExecution(access, arn, parse(stopRequestSchema, await readJson(visit.request))));
    if (visit.path !== "/api/executions") return undefined;
    const started = await startExecution(access, parse(startRequestSchema, await readJson(visit.request)));
    return "problems" in started ? json(started, 422) : json(started, 201);
  };

  return {
    async answer(visit) {
      const [, encodedName, part] = EXECUTION_PATH.exec(visit.path) ?? [];
      const arn = encodedName === undefined ? undefined : findArn(encodedName, access);
      const reply =
        visit.method === "POST"
          ? await post(visit, arn, part)
          : arn === undefined
            ? await get(visit)
            : await getOfExecution(arn, part, visit);
      if (reply === undefined && !visit.response.headersSent) throw new HttpError(404, `there is no ${visit.path}`);
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
    // Not a name, as the next check finds.
  }
  const arn = composeArn(stateMachineArn, name);
  if (arn === undefined) throw new HttpError(400, `${JSON.stringify(encodedName)} is no name of an execution`);
  return arn;
}

/** The browser repeats the last ID that it saw when it comes back by itself. */
function readLastId({ headers }: IncomingMessage, query: URLSearchParams): number {
  const id = Number(headers["last-event-id"] ?? query.get("after") ?? 0);
  return Number.isSafeInteger(id) && id >= 0 ? id : 0;
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const { data, success } = schema.safeParse(value);
  if (!success) throw new HttpError(400, "the request body is not what the page sends");
  return data;
}
