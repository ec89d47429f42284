import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { startConsoleServer } from "../../../console/server/console-server";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";

/** Reads a response until it contains a text. */
async function readUntil(response: Response, until: string): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = "";
  while (!text.includes(until)) {
    const chunk: unknown = (await reader?.read())?.value;
    if (!(chunk instanceof Uint8Array)) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

describe("the stream of an execution's history", () => {
  let app: SynthesizedApp;
  let given: GivenConsole;
  beforeAll(async () => {
    app = await givenApp();
    given = await givenConsole(app.path);
    await given.post("/api/executions", { name: "streamed", input: givenInput("my-job") });
  }, 120_000);
  afterAll(async () => {
    await given.close();
    await app.remove();
  });

  /** Reads the stream until it contains a text. */
  async function read(query: string, until: string, headers: Record<string, string> = {}): Promise<string> {
    const hangUp = new AbortController();
    const cookie = `poller-console-${new URL(given.origin).port}=${given.token}`;
    const response = await given.ask(`/api/executions/streamed/stream${query}`, {
      signal: hangUp.signal,
      headers: { cookie, ...headers },
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const text = await readUntil(response, until);
    hangUp.abort();
    return text;
  }

  it("sends every event with an ID, and the status", async () => {
    const text = await read("", "ExecutionSucceeded");

    expect(text).toMatch(/^retry: 1000\n\n/);
    expect(text).toMatch(
      /event: history\nid: \d+\/\d+\ndata: \[\{"executionStartedEventDetails"|event: history\nid: \d+\/\d+\ndata: \[/,
    );
    expect(text).toContain('"type":"ExecutionStarted"');
    expect(text).toMatch(/event: status\ndata: \{"nowMs":\d+/);
  });

  it("sends the lines of the log with their numbers, and none twice", async () => {
    const text = await read("", '"the last line"');

    expect(text).toMatch(/event: log\nid: \d+\/\d+\ndata: \{"first":\d+,"entries":\[\{"kind":"line","atMs":\d+,/);
    const [, id = ""] = /event: log\nid: (\d+\/\d+)/.exec(text) ?? [];
    const more = await read(`?after=${id}`, '"upToDate":true');
    expect(more).not.toContain("event: log");
  });

  it.each([
    ["in the address", "?after=3", {}],
    ["in the header that a browser sends", "?after=1/1", { "last-event-id": "3/5" }],
  ])("sends only events after the ID %s", async (_where, query, headers) => {
    const text = await read(query, "ExecutionSucceeded", headers);

    expect(text).toContain('"id":4,');
    expect(text).not.toContain('"id":3,');
  });

  it.each(["?after=-1", "?after=x", "?after=1.5", "?after=1/x"])(
    "sends all events for the invalid ID %s",
    async (query) => {
      expect(await read(query, '"id":1,')).toContain("ExecutionStarted");
    },
  );

  it("reports upToDate after all events were sent", async () => {
    await read("", "ExecutionSucceeded");

    expect(await read("", '"upToDate":true')).toMatch(/"problem":null,"readAgoMs":\d+,"upToDate":true/);
  });

  it("sends no log when logs are not shown", async () => {
    const server = await startConsoleServer({ access: { ...given.access, log: undefined } });
    const { origin, searchParams } = new URL(server.url);
    const token = searchParams.get("token") ?? "";
    const stateMachine = await fetch(`${origin}/api/state-machine?token=${token}`);

    const hangUp = new AbortController();
    const response = await fetch(`${origin}/api/executions/streamed/stream?token=${token}`, { signal: hangUp.signal });
    const text = await readUntil(response, '"upToDate":true');
    hangUp.abort();
    await server.close();

    expect(await stateMachine.json()).toMatchObject({ showsLog: false });
    expect(text).toContain("event: history");
    expect(text).not.toContain("event: log");
  });
});
