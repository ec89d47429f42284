import { request } from "node:http";
import { connect } from "node:net";
import { waitUntil } from "../../../testing/wait-until";
import { ownHosts, startLoopbackServer, type LoopbackRequest, type LoopbackServer } from "../src/loopback-server";

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function givenServer(handle: (request: LoopbackRequest) => Promise<{ status: number; body: string }>) {
  const server = await startLoopbackServer({ name: "the test server", handle });
  servers.push(server);
  return server;
}

const echo = (received: LoopbackRequest) => Promise.resolve({ status: 200, body: JSON.stringify(received) });

/** Sends headers and request targets that fetch does not allow. */
function send(
  url: string,
  headers: Record<string, string>,
  body = "",
  target = "/",
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, path: target }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

it("passes method, path, query, headers and body to the handler", async () => {
  const { url } = await givenServer(echo);

  const response = await fetch(`${url}/v1/tags/arn%3Aaws?key=a&key=b`, {
    method: "POST",
    body: "é",
    headers: { "X-A": "1" },
  });

  expect(await response.json()).toMatchObject({
    method: "POST",
    path: "/v1/tags/arn%3Aaws",
    body: "é",
    headers: { "x-a": "1" },
  });
  expect(response.headers.get("content-type")).toBe("application/json");
});

it("listens on 127.0.0.1 and a free port", async () => {
  const { url } = await givenServer(echo);

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

it.each(["evil.example", "127.0.0.1", "127.0.0.1:1"])("rejects Host %s, as sent in DNS rebinding", async (host) => {
  const { url } = await givenServer(echo);

  const reply = await send(url, { host });

  expect(reply.status).toBe(403);
  expect(reply.body).toContain(`got ${host}`);
});

it("accepts localhost as Host", async () => {
  const { url } = await givenServer(echo);

  expect((await send(url, { host: `localhost:${new URL(url).port}` })).status).toBe(200);
});

it("rejects a request with an Origin, as sent by web pages", async () => {
  const { url } = await givenServer(echo);

  const reply = await send(url, { origin: "https://evil.example" });

  expect(reply).toMatchObject({ status: 403 });
  expect(reply.body).toContain("got Origin https://evil.example");
});

it("answers a client that is still sending 10 MB with status 413", async () => {
  const { url } = await givenServer(echo);

  const replies = await Promise.all([1, 2, 3].map(() => send(url, {}, "x".repeat(10_000_000))));

  expect(replies.map(({ status }) => status)).toEqual([413, 413, 413]);
});

it("accepts the host with the prefix that AWS SDKs add for some operations", async () => {
  const { url } = await givenServer(echo);
  const { host } = new URL(url);

  const replies = await Promise.all(["sync-", "stream-", "data-"].map((prefix) => send(url, { host: prefix + host })));

  expect(replies.map(({ status }) => status)).toEqual([200, 200, 403]);
});

it("rejects a body above 4 MiB with status 413", async () => {
  const { url } = await givenServer(echo);

  const reply = await send(url, {}, "x".repeat(4 * 1024 * 1024 + 1));

  expect(reply.status).toBe(413);
});

/** Sends the start of a request with a long body, and parts of the body until the connection ends. */
async function sendForever(url: string, part: Buffer): Promise<string> {
  const { port, host } = new URL(url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), allowHalfOpen: true });
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("utf8")));
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      resolve();
    });
    socket.once("end", () => {
      socket.destroy();
    });
  });
  socket.write(`POST / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1000000000\r\n\r\n`);
  const sendPart = (): void => {
    if (received === "")
      socket.write(part, (error) => {
        if (!(error instanceof Error)) sendPart();
      });
  };
  sendPart();
  await closed;
  return received;
}

it("closes the connection of a body above 64 MiB after status 413", async () => {
  const { url } = await givenServer(echo);

  const received = await sendForever(url, Buffer.alloc(1024 * 1024));

  expect(received).toMatch(/^HTTP\/1\.1 413 /);
  expect(received.toLowerCase()).toContain("\r\nconnection: close\r\n");
});

it("limits the memory of unfinished bodies, and rejects further bodies with status 503", async () => {
  const server = await startLoopbackServer({ name: "the test server", maxPendingBytes: 100_000, handle: echo });
  servers.push(server);
  const unfinished = request(server.url, { method: "POST", headers: { "content-length": "90000" } });
  unfinished.on("error", () => undefined);
  unfinished.write("x".repeat(80_000));
  await waitUntil(
    "the first body is pending",
    async () => (await send(server.url, {}, "x".repeat(50_000))).status === 503,
  );

  const small = await send(server.url, {}, "x");
  unfinished.destroy();

  expect(small.status).toBe(200);
  await waitUntil("its memory is free", async () => (await send(server.url, {}, "x".repeat(50_000))).status === 200);
});

it("returns status 500 without a stack trace when the handler fails", async () => {
  const { url } = await givenServer(() => Promise.reject(new Error("broken")));

  const reply = await send(url, {});

  expect(reply).toEqual({ status: 500, body: '{"message":"broken"}' });
});

it.each(["//", "//x/v1/describejobs", "/v1/tags/%E0%A4%A"])(
  "passes the path %s to the handler unchanged",
  async (path) => {
    const { url } = await givenServer(echo);

    const reply = await send(url, {}, "", path);

    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ path });
  },
);

it.each(["http://127.0.0.1/v1/describejobs", "*"])("rejects the request target %s with status 400", async (target) => {
  const { url } = await givenServer(echo);

  const reply = await send(url, {}, "", target);

  expect(reply.status).toBe(400);
  expect(reply.body).toContain(`must be a path that starts with /, got ${target}`);
});

it("accepts host names without a port on port 80 only", () => {
  expect(ownHosts(80)).toEqual(["127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"]);
  expect(ownHosts(8080)).toEqual(["127.0.0.1:8080", "localhost:8080"]);
});

it("names a port in use and how to continue", async () => {
  const { url } = await givenServer(echo);
  const port = Number(new URL(url).port);

  await expect(startLoopbackServer({ name: "the test server", port, handle: echo })).rejects.toThrow(
    `port ${port} for the test server is in use; stop the process that listens on it or choose another port (0 selects a free port)`,
  );
});

it("names a port that cannot be used", async () => {
  await expect(startLoopbackServer({ name: "the test server", port: 65_536, handle: echo })).rejects.toThrow(/65536/);
});

it("sets no time limit for an idle connection, which a client could reuse in the moment it is closed", async () => {
  const { url } = await givenServer(echo);

  const response = await fetch(url);

  // Node announces its limit as "timeout=SECONDS".
  expect(response.headers.get("connection")).toBe("keep-alive");
  expect(response.headers.get("keep-alive")).toBeNull();
});

it("releases the port on close while a client keeps its connection", async () => {
  const server = await startLoopbackServer({ name: "the test server", handle: echo });
  await fetch(server.url);

  await server.close();

  await expect(fetch(server.url)).rejects.toThrow();
});
