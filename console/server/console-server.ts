import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ConsoleAccess } from "./console-access";
import { cookieName, findRefusal, TOKEN_PARAMETER, type GuardOptions } from "./guard";
import { html, HttpError, json, send, type HttpReply } from "./http-reply";
import { bundlePage } from "./page-bundle";
import { createRouter, type Router } from "./router";
import { refusalPage } from "./shell";

/** Length of the random token. 256 bits cannot be guessed. */
const TOKEN_BYTES = 32;

export interface ConsoleServer {
  /** Address that contains the token. Only the user who started the server may see it. */
  readonly url: string;
  /** Stops the server and closes all connections. */
  close(): Promise<void>;
}

export interface ConsoleServerOptions {
  readonly access: ConsoleAccess;
  /** Port to listen on. @default 0, any free port */
  readonly port?: number | undefined;
}

/**
 * Serves the console page on 127.0.0.1. Requests require the token.
 * @throws Error that names the port if the server cannot listen on it
 */
export async function startConsoleServer({
  access,
  port: wantedPort = 0,
}: ConsoleServerOptions): Promise<ConsoleServer> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const router = createRouter(access, await bundlePage());
  let port = 0;
  const server = createServer((request, response) => {
    void serve(request, response, router, { port, token }, access);
  });
  port = await listen(server, wantedPort);
  return {
    url: `http://127.0.0.1:${port}/?${TOKEN_PARAMETER}=${token}`,
    close: () =>
      new Promise((resolve) => {
        router.close();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        new Error(
          `cannot serve the console page on port ${port} (${error.code ?? error.message}); choose another --port, or 0 for any free port`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  router: Router,
  guard: GuardOptions,
  access: ConsoleAccess,
): Promise<void> {
  const closed = new AbortController();
  response.on("close", () => {
    closed.abort();
  });
  const { method = "GET", url = "/", headers } = request;
  // Not resolved against a base URL, which would parse //x/v1 as the path /v1 on host x.
  const target = URL.parse(`http://127.0.0.1${url}`);
  const isPage = !(target?.pathname ?? "").startsWith("/api/");
  try {
    if (!url.startsWith("/") || target === null) throw new HttpError(400, "the request target must be a path");
    const { pathname: path, searchParams: query } = target;
    const refusal = findRefusal({ method, headers, query }, guard);
    if (refusal !== undefined) throw new HttpError(refusal.status, refusal.message);
    const reply = await router.handle({ request, response, method, path, query, signal: closed.signal });
    if (reply === undefined) return;
    send(response, query.has(TOKEN_PARAMETER) ? withCookie(reply, guard) : reply);
  } catch (error) {
    if (!response.headersSent) send(response, explain(error, access, isPage));
    // Discards an unread request body, which would keep the connection open.
    request.resume();
  }
}

/** Adds a session cookie that scripts cannot read and that browsers do not send from other sites. */
const withCookie = (reply: HttpReply, { port, token }: GuardOptions): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, "set-cookie": `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict` },
});

function explain(error: unknown, access: ConsoleAccess, isPage: boolean): HttpReply {
  const isHttpError = error instanceof HttpError;
  const isMissing = error instanceof Error && error.name === "ExecutionDoesNotExist";
  const status = isHttpError ? error.status : isMissing ? 404 : 502;
  const message = isHttpError ? error.message : access.explainError(error);
  return isPage ? html(refusalPage(message), status) : json({ message }, status);
}
