import { startLoopbackServer } from "local-aws";
import { readEndpointClock } from "../../../cli/console/read-endpoint-clock";

/** Reads the clock of an endpoint that replies with this text. */
async function readFrom(body: string) {
  const server = await startLoopbackServer({
    name: "endpoint",
    handle: ({ path }) => Promise.resolve(path === "/_clock" ? { status: 200, body } : { status: 404, body: "" }),
  });
  try {
    return await readEndpointClock(server.url);
  } finally {
    await server.close();
  }
}

it("returns the clock of the endpoint, which continues at its speed", async () => {
  const clock = await readFrom('{"nowMs":1000000,"speed":30}');

  expect(clock.speed).toBe(30);
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_000);
  expect(clock.now()).toBeLessThan(1_000_000 + 30 * 60_000);
});

it.each(["not JSON", "{}", '{"nowMs":1,"speed":0}'])(
  "returns real time if the endpoint has no clock: %s",
  async (body) => {
    const clock = await readFrom(body);

    expect(clock.speed).toBe(1);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
  },
);

it("returns real time if the endpoint does not answer", async () => {
  expect((await readEndpointClock("http://127.0.0.1:9")).speed).toBe(1);
});
