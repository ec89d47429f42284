import { createServer, type IncomingHttpHeaders } from "node:http";

/** Behaviour of the server for a request: reply with JSON or text, close the connection, or never reply. */
export type Behaviour =
  | { readonly status: number; readonly errorType?: string; readonly body: object }
  | { readonly status: number; readonly text: string }
  | "drop"
  | "hang";

export interface BatchServer {
  readonly url: string;
  /** Received requests. */
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: unknown }[];
  close(): Promise<void>;
}

/** HTTP server on loopback that answers Batch requests with the given behaviours. */
export async function givenBatchServer(behave: (path: string) => Behaviour): Promise<BatchServer> {
  const requests: BatchServer["requests"] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      requests.push({ path, headers: request.headers, body: JSON.parse(text) });
      const behaviour = behave(path);
      if (behaviour === "hang") return;
      if (behaviour === "drop") {
        request.socket.destroy();
        return;
      }
      if ("text" in behaviour) {
        response.writeHead(behaviour.status).end(behaviour.text);
        return;
      }
      const { status, errorType, body } = behaviour;
      response.writeHead(status, errorType === undefined ? {} : { "x-amzn-errortype": errorType });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error(`no port: ${String(address)}`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
