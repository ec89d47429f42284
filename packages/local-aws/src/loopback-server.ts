import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { MAX_BODY_BYTES, RequestBodyReader, type RequestBody } from "./request-body";

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
  /** Maximum memory of all bodies that are being received, in bytes. @default 128 MiB */
  readonly maxPendingBytes?: number;
  readonly handle: (request: LoopbackRequest) => Promise<LoopbackReply>;
}

/**
 * Serves HTTP on 127.0.0.1 only. The endpoints run commands, so web pages must not be able to call them. A request is
 * rejected with 403 if its Host is not the address of this server (DNS rebinding) or if it has an Origin (a browser).
 * @throws Error that names the port if it is in use or not permitted
 */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const bodies = new RequestBodyReader(options.maxPendingBytes);
  const server = createServer((request, response) => {
    void answer(request, response, bodies, options);
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
  bodies: RequestBodyReader,
  options: LoopbackServerOptions,
): Promise<void> {
  let reply: LoopbackReply;
  try {
    reply = findRefusal(request) ?? (await route(request, await bodies.read(request), options));
  } catch (error) {
    reply = refuse(500, error instanceof Error ? error.message : String(error));
  }
  if (reply.delivery === "close") request.socket.destroy();
  if (reply.delivery !== undefined) return;
  const length = String(Buffer.byteLength(reply.body));
  response.writeHead(reply.status, {
    "content-type": "application/json",
    "content-length": length,
    ...reply.headers,
  });
  if (reply.headers?.["connection"] === "close") endLater(request, response, reply.body);
  else response.end(reply.body);
}

/** Time in which a client that is still sending can receive its reply, in milliseconds. */
const LINGER_MS = 1000;

/** Sends a reply and closes the connection later. Closing it at once would reset it, and the reply could be lost. */
function endLater(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.write(body);
  request.on("error", () => undefined).resume();
  const timer = setTimeout(() => response.end(), LINGER_MS);
  request.socket.once("close", () => {
    clearTimeout(timer);
  });
}

async function route(
  request: IncomingMessage,
  body: RequestBody,
  options: LoopbackServerOptions,
): Promise<LoopbackReply> {
  if ("status" in body) return refuseBody(body);
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
    body: body.text,
  });
}

function refuseBody({ status, isComplete }: Exclude<RequestBody, { readonly text: string }>): LoopbackReply {
  const problem =
    status === 413
      ? `request body is larger than ${MAX_BODY_BYTES} bytes`
      : "too many request bodies are being received; try again";
  return { ...refuse(status, problem), headers: isComplete ? {} : { connection: "close" } };
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

function explainListenError(error: NodeJS.ErrnoException, options: LoopbackServerOptions): string {
  const port = String(options.port);
  if (error.code === "EADDRINUSE")
    return `port ${port} for ${options.name} is in use; stop the process that listens on it or choose another port (0 selects a free port)`;
  if (error.code === "EACCES")
    return `port ${port} for ${options.name} requires elevated privileges; choose a port above 1023 (0 selects a free port)`;
  return `${options.name} cannot listen on port ${port}: ${error.message}`;
}
