import { createServer, request as forward } from "node:http";

/** Proxy that simulates outages of an endpoint. */
export interface SwitchableProxy {
  readonly url: string;
  /** Whether requests are forwarded. If false, their connections are closed. */
  isUp: boolean;
  close(): Promise<void>;
}

export async function startSwitchableProxy(targetUrl: string): Promise<SwitchableProxy> {
  const server = createServer((incoming, outgoing) => {
    if (!proxy.isUp) {
      incoming.socket.destroy();
      return;
    }
    const target = new URL(incoming.url ?? "/", targetUrl);
    const forwarded = forward(
      target,
      { method: incoming.method ?? "POST", headers: { ...incoming.headers, host: target.host } },
      (reply) => {
        outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(outgoing);
      },
    );
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const proxy: SwitchableProxy = {
    url: `http://127.0.0.1:${port}`,
    isUp: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return proxy;
}
