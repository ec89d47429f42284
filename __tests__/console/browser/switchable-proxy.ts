import { createServer, request as forward } from "node:http";

/** An endpoint that can be gone and come back, at the same address. */
export interface SwitchableProxy {
  readonly url: string;
  /** Whether requests are passed on; otherwise their connections are cut. */
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
    const passedOn = forward(
      target,
      { method: incoming.method ?? "POST", headers: { ...incoming.headers, host: target.host } },
      (reply) => {
        outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(outgoing);
      },
    );
    passedOn.on("error", () => incoming.socket.destroy());
    incoming.pipe(passedOn);
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
