import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** Maximum request body, in bytes. The limits of AWS for the supported operations are far lower. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Maximum bytes that are read to answer a request whose body is too large. A longer request is cut off. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** Prefix that AWS SDKs add to the host for some operations, such as TestState and StartLiveTail. */
const HOST_PREFIX = /^(?:sync|stream)-/u;

export interface LoopbackRequest {
  readonly method: string;
  /** Path without query string, with its percent-encoding unchanged. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Way in which a reply is lost: the connection is closed, or nothing is sent. */
export type Delivery = "close" | "silence";

export interface LoopbackReply {
  /** @default the reply is sent */
  readonly delivery?: Delivery;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

interface LoopbackServerOptions {
  /** Name for error messages, such as "the Batch endpoint". */
  readonly name: string;
  /** @default 0, any free port */
  readonly port?: number;
  readonly handle: (request: LoopbackRequest) => Promise<LoopbackReply>;
}

/**
 * Serves HTTP on 127.0.0.1 only. The endpoints run commands, so web pages must not be able to call them. A request is
 * rejected with 403 if its Host is not the address of this server (DNS rebinding) or if it has an Origin (a browser).
 * @throws Error that names the port if it is in use or not permitted
 */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    void answer(request, response, options);
  });
  // Clients reuse connections without limit. A connection that times out here can be closed during a client's
  // request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new Error(explainListenError(error, options)));
    });
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: LoopbackServerOptions,
): Promise<void> {
  let reply: LoopbackReply;
  try {
    reply = findRefusal(request) ?? (await route(request, await readBody(request), options));
  } catch (error) {
    reply = refuse(500, error instanceof Error ? error.message : String(error));
  }
  if (reply.delivery === "close") request.socket.destroy();
  if (reply.delivery !== undefined) return;
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
  response.end(reply.body);
}

async function route(
  request: IncomingMessage,
  body: string | undefined,
  options: LoopbackServerOptions,
): Promise<LoopbackReply> {
  if (body === undefined) return refuse(413, `request body is larger than ${MAX_BODY_BYTES} bytes`);
  const target = request.url ?? "";
  if (!target.startsWith("/"))
    return refuse(400, `the request target must be a path that starts with /, got ${target}`);
  // Do not resolve against a base URL: //x/v1 would become the path /v1 on host x.
  const url = new URL(`http://127.0.0.1${target}`);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return options.handle({
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
  });
}

function findRefusal(request: IncomingMessage): LoopbackReply | undefined {
  const { host, origin } = request.headers;
  const port = request.socket.localPort;
  const own = ownHosts(port ?? 0);
  if (host === undefined || !own.includes(host.replace(HOST_PREFIX, "")))
    return refuse(403, `Host must be ${own.join(" or ")}, got ${host ?? "none"}`);
  if (origin !== undefined) return refuse(403, `requests from web pages are not allowed, got Origin ${origin}`);
  return undefined;
}

/** Returns the accepted values of the Host header for a port. Clients omit port 80. */
export function ownHosts(port: number): readonly string[] {
  const withPort = [`127.0.0.1:${port}`, `localhost:${port}`];
  return port === 80 ? [...withPort, "127.0.0.1", "localhost"] : withPort;
}

const refuse = (status: number, message: string): LoopbackReply => ({ status, body: JSON.stringify({ message }) });

/**
 * Returns the body, or undefined if it is too large. A body that is too large is read as well, because a client that
 * is still sending cannot receive a reply.
 */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (size > MAX_DISCARDED_BYTES) break;
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

function explainListenError(error: NodeJS.ErrnoException, options: LoopbackServerOptions): string {
  const port = String(options.port);
  if (error.code === "EADDRINUSE")
    return `port ${port} for ${options.name} is in use; stop the process that listens on it or choose another port (0 selects a free port)`;
  if (error.code === "EACCES")
    return `port ${port} for ${options.name} requires elevated privileges; choose a port above 1023 (0 selects a free port)`;
  return `${options.name} cannot listen on port ${port}: ${error.message}`;
}
