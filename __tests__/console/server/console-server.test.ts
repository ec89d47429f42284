import { gzipSync } from "node:zlib";
import { createServer, request } from "node:http";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { startConsoleServer } from "../../../console/server/console-server";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, type GivenConsole } from "../../../testing/console/given-console";
import { containing } from "../../../testing/matchers";

describe("the console's server", () => {
  let app: SynthesizedApp;
  let given: GivenConsole;
  beforeAll(async () => {
    app = await givenApp();
    given = await givenConsole(app.path);
  }, 120_000);
  afterAll(async () => {
    await given.close();
    await app.remove();
  });

  /** Uses node:http, because fetch does not allow a Host header. */
  const statusFor = (headers: Record<string, string>, path = "/api/state-machine"): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(given.origin);
      request({ host: "127.0.0.1", port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });

  it("listens on 127.0.0.1 with a random token of 32 bytes in its address", () => {
    expect(given.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });

  it("returns the page and sets the cookie for a request with the token", async () => {
    const response = await fetch(given.server.url);

    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBe(
      `poller-console-${new URL(given.origin).port}=${given.token}; Path=/; HttpOnly; SameSite=Strict`,
    );
    expect(await response.text()).toContain('<script src="/page.js" defer></script>');
  });

  it.each(["/", "/executions", "/executions/x", "/new", "/page.js", "/page.css", "/icon.svg"])(
    "serves %s only with the cookie",
    async (path) => {
      const [allowed, refused] = await Promise.all([given.ask(path), fetch(`${given.origin}${path}`)]);

      expect([allowed.status, refused.status]).toEqual([200, 401]);
      expect(await refused.text()).toContain("open the address that poller console printed");
    },
  );

  it.each(["/api/state-machine", "/api/executions", "/api/executions/x", "/api/executions/x/stream"])(
    "rejects %s without the token, with a JSON error",
    async (path) => {
      const response = await fetch(`${given.origin}${path}`);

      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ message: containing("missing or invalid token") });
    },
  );

  it("rejects a foreign Host and a foreign Origin, even with the token", async () => {
    const cookie = `poller-console-${new URL(given.origin).port}=${given.token}`;

    expect(await statusFor({ host: "evil.example", cookie })).toBe(403);
    expect(await statusFor({ origin: "http://evil.example", cookie })).toBe(403);
    expect(await statusFor({ cookie })).toBe(200);
  });

  it.each(["/", "/page.js", "/api/state-machine", "/api/nothing"])("sends security headers with %s", async (path) => {
    const { headers } = await given.ask(path);

    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each([["/nothing"], ["/api/nothing"], ["/api/executions/x/nothing"], ["/executions/x/y"]])(
    "returns 404 for %s",
    async (path) => {
      expect((await given.ask(path)).status).toBe(404);
    },
  );

  it("accepts only JSON in POST requests", async () => {
    const cookie = `poller-console-${new URL(given.origin).port}=${given.token}`;
    const { origin } = given;
    const send = (type: string, body: string): Promise<Response> =>
      given.ask("/api/executions", { method: "POST", headers: { cookie, origin, "content-type": type }, body });

    expect((await send("text/plain", "{}")).status).toBe(415);
    expect((await send("application/json", "{")).status).toBe(400);
    expect((await send("application/json", "{}")).status).toBe(400);
    expect((await send("application/json", JSON.stringify("x".repeat(1_100_000)))).status).toBe(413);
  });

  it("returns 404 for a POST to a read-only path", async () => {
    expect((await given.post("/api/state-machine", {})).status).toBe(404);
  });

  it("rejects a request target that is not a path", async () => {
    const { port } = new URL(given.origin);
    const status = await new Promise((resolve) => {
      request({ host: "127.0.0.1", port, path: "http://evil.example/" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });

    expect(status).toBe(400);
  });

  it("fails with an error that names the port if the port is in use", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const address = blocker.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const started = startConsoleServer({ access: given.access, port });

    await expect(started).rejects.toThrow(
      `cannot serve the console page on port ${port} (EADDRINUSE); choose another --port, or 0 for any free port`,
    );
    await new Promise((resolve) => blocker.close(resolve));
  });

  it("sends the script compressed to browsers that accept it, with fewer than 120 KB", async () => {
    const plain = await given.ask("/page.js", { headers: { "accept-encoding": "identity" } });
    const packed = await given.ask("/page.js", { headers: { "accept-encoding": "gzip" } });

    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const script = await packed.text();
    expect(script).toBe(await plain.text());
    expect(gzipSync(script).length).toBeLessThan(120_000);
  });

  it("loads all resources of the page from its own origin", async () => {
    const [page, script, style] = await Promise.all(
      ["/", "/page.js", "/page.css"].map(async (path) => (await given.ask(path)).text()),
    );

    expect(page).not.toMatch(/https?:/);
    expect(style).not.toMatch(/url\(["']?https?:|@import/);
    expect(script).not.toMatch(/(?:src|href)="https?:/);
  });
});
