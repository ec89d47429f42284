import { createServer, request as forward } from "node:http";

/** Handling of a request: forwarded and answered, forwarded with a lost reply, or never answered. */
export type Fate = "answer" | "lose reply" | "never answer";

export interface LossyProxy {
  readonly url: string;
  /** Paths of the requests that came, in order. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/**
 * A network between the Lambda functions and Batch that loses replies. Every request reaches Batch, which acts on it.
 * @param decide - fate of the `count`th request (from 1) to `path`
 */
export async function startLossyProxy(
  targetUrl: string,
  decide: (path: string, count: number) => Fate,
): Promise<LossyProxy> {
  const paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    paths.push(path);
    const fate = decide(path, paths.filter((other) => other === path).length);
    const target = new URL(path, targetUrl);
    const headers = { ...incoming.headers, host: target.host };
    const passedOn = forward(target, { method: incoming.method ?? "POST", headers }, (reply) => {
      if (fate === "answer") {
        outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(outgoing);
        return;
      }
      reply.resume();
      if (fate === "lose reply") incoming.socket.destroy();
    });
    incoming.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
