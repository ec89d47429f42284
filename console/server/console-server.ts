import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ConsoleAccess } from "./console-access";
import { cookieName, findRefusal, TOKEN_PARAMETER, type GuardOptions } from "./guard";
import { html, HttpError, json, send, type HttpReply } from "./http-reply";
import { bundlePage } from "./page-bundle";
import { createRouter, type Router } from "./router";
import { refusalPage } from "./shell";

/** Random bytes of the token; nobody can try all values of 32. */
const TOKEN_BYTES = 32;

export interface ConsoleServer {
  /** Address with the token in it, for the person who started the server and nobody else. */
  readonly url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface ConsoleServerOptions {
  readonly access: ConsoleAccess;
  /** @default 0, any free port */
  readonly port?: number | undefined;
}

/**
 * Serves the console page on 127.0.0.1 to whoever knows the token.
 * @throws Error that names the port when it is in use or may not be used
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
          `the console page cannot be served on port ${port} (${error.code ?? error.message}); choose another --port, 0 picks a free one`,
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
  const abandoned = new AbortController();
  response.on("close", () => {
    abandoned.abort();
  });
  const { method = "GET", url = "/", headers } = request;
  // Not resolved against a base: that would take //x/v1 for the path /v1 on a host x.
  const target = URL.parse(`http://127.0.0.1${url}`);
  const isPage = !(target?.pathname ?? "").startsWith("/api/");
  try {
    if (!url.startsWith("/") || target === null) throw new HttpError(400, "the request target must be a path");
    const { pathname: path, searchParams: query } = target;
    const refusal = findRefusal({ method, headers, query }, guard);
    if (refusal !== undefined) throw new HttpError(refusal.status, refusal.message);
    const reply = await router.answer({ request, response, method, path, query, gone: abandoned.signal });
    if (reply === undefined) return;
    send(response, query.has(TOKEN_PARAMETER) ? withCookie(reply, guard) : reply);
  } catch (error) {
    if (!response.headersSent) send(response, explain(error, access, isPage));
    // What is left of a body that nobody reads would hold the connection.
    request.resume();
  }
}

/** For the session only, out of scripts' reach, and never sent along by a page elsewhere. */
const withCookie = (reply: HttpReply, { port, token }: GuardOptions): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, "set-cookie": `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict` },
});

function explain(error: unknown, access: ConsoleAccess, isPage: boolean): HttpReply {
  const isOurs = error instanceof HttpError;
  const isUnknown = error instanceof Error && error.name === "ExecutionDoesNotExist";
  const status = isOurs ? error.status : isUnknown ? 404 : 502;
  const message = isOurs ? error.message : access.explainError(error);
  return isPage ? html(refusalPage(message), status) : json({ message }, status);
}
