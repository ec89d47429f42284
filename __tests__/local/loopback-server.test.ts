import { request } from "node:http";
import { ownHosts, startLoopbackServer, type LoopbackRequest, type LoopbackServer } from "../../local/loopback-server";

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

/** Sends headers and request targets that fetch would not let through. */
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

test("hands method, path, query, headers and body to the handler", async () => {
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

test("listens on 127.0.0.1 and a free port", async () => {
  const { url } = await givenServer(echo);

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test.each(["evil.example", "127.0.0.1", "127.0.0.1:1"])(
  "refuses Host %s, as DNS rebinding would send it",
  async (host) => {
    const { url } = await givenServer(echo);

    const reply = await send(url, { host });

    expect(reply.status).toBe(403);
    expect(reply.body).toContain(`got ${host}`);
  },
);

test("takes localhost for Host", async () => {
  const { url } = await givenServer(echo);

  expect((await send(url, { host: `localhost:${new URL(url).port}` })).status).toBe(200);
});

test("refuses a request with an Origin, as a web page sends it", async () => {
  const { url } = await givenServer(echo);

  const reply = await send(url, { origin: "https://evil.example" });

  expect(reply).toMatchObject({ status: 403 });
  expect(reply.body).toContain("got Origin https://evil.example");
});

test("refuses a body above 4 MiB with 413", async () => {
  const { url } = await givenServer(echo);

  const reply = await send(url, {}, "x".repeat(4 * 1024 * 1024 + 1));

  expect(reply.status).toBe(413);
});

test("answers 500 when the handler fails, without the stack", async () => {
  const { url } = await givenServer(() => Promise.reject(new Error("broken")));

  const reply = await send(url, {});

  expect(reply).toEqual({ status: 500, body: '{"message":"broken"}' });
});

test.each(["//", "//x/v1/describejobs", "/v1/tags/%E0%A4%A"])(
  "hands the path %s to the handler as it is",
  async (path) => {
    const { url } = await givenServer(echo);

    const reply = await send(url, {}, "", path);

    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ path });
  },
);

test.each(["http://127.0.0.1/v1/describejobs", "*"])("refuses the request target %s with 400", async (target) => {
  const { url } = await givenServer(echo);

  const reply = await send(url, {}, "", target);

  expect(reply.status).toBe(400);
  expect(reply.body).toContain(`must be a path that starts with /, got ${target}`);
});

test("takes the bare host names on port 80, which clients leave out, and on no other", () => {
  expect(ownHosts(80)).toEqual(["127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"]);
  expect(ownHosts(8080)).toEqual(["127.0.0.1:8080", "localhost:8080"]);
});

test("a port in use is named together with the way out", async () => {
  const { url } = await givenServer(echo);
  const port = Number(new URL(url).port);

  await expect(startLoopbackServer({ name: "the test server", port, handle: echo })).rejects.toThrow(
    `port ${port} for the test server is in use; stop the process that listens on it or choose another port (0 selects a free port)`,
  );
});

test("a port that cannot be used is named", async () => {
  await expect(startLoopbackServer({ name: "the test server", port: 65_536, handle: echo })).rejects.toThrow(/65536/);
});

test("close frees the port even while a client keeps its connection", async () => {
  const server = await startLoopbackServer({ name: "the test server", handle: echo });
  await fetch(server.url);

  await server.close();

  await expect(fetch(server.url)).rejects.toThrow();
});
