import { SFNClient, type HistoryEvent, type HistoryEventType } from "@aws-sdk/client-sfn";
import { createScaledClock, startLoopbackServer, type LoopbackServer } from "local-aws";
import { fetchEventsAfter } from "../../../cli/watch/fetch-events";
import { watchExecution } from "../../../cli/watch/watch-execution";
import { SILENT_DISPLAY } from "../../../cli/render/live-display";

const ARN = "arn:aws:states:us-east-1:123456789012:execution:m:e";
const PACE = { refreshMs: 1, idleFetchMs: 1, plainLineMs: 1 };

const event = (id: number, type: HistoryEventType = "PassStateEntered"): HistoryEvent => ({
  id,
  type,
  timestamp: new Date(0),
});
/** A page of GetExecutionHistory as it travels. */
const page = (events: readonly HistoryEvent[], nextToken?: string): string =>
  JSON.stringify({ events: events.map((one) => ({ ...one, timestamp: 0 })), nextToken });

describe("reading the history", () => {
  let server: LoopbackServer;
  let client: SFNClient;
  /** A server that gives these replies, one after the other. */
  async function givenReplies(...replies: readonly { readonly status?: number; readonly body: string }[]) {
    const left = [...replies];
    server = await startLoopbackServer({
      name: "test",
      handle: () => {
        const { status = 200, body } = left.shift() ?? { status: 400, body: '{"__type":"NoMoreReplies"}' };
        return Promise.resolve({ status, body });
      },
    });
    client = new SFNClient({
      region: "us-east-1",
      endpoint: server.url,
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
      maxAttempts: 1,
    });
  }
  afterEach(async () => {
    client.destroy();
    await server.close();
  });
  const watch = () =>
    watchExecution({
      stepFunctions: client,
      executionArn: ARN,
      clock: createScaledClock(1),
      pace: PACE,
      display: SILENT_DISPLAY,
      interrupt: new AbortController().signal,
    });

  it("gives the new events oldest first, over several pages, none twice", async () => {
    await givenReplies({ body: page([event(6), event(5)], "t") }, { body: page([event(5), event(4), event(3)], "u") });

    const events = await fetchEventsAfter(client, ARN, 3);

    expect(events.map(({ id }) => id)).toEqual([4, 5, 6]);
  });

  it("treats a reply without events as empty", async () => {
    await givenReplies({ body: "{}" });

    await expect(fetchEventsAfter(client, ARN, 3)).resolves.toEqual([]);
  });

  it("continues to watch after a failed poll", async () => {
    const failure = { status: 500, body: '{"__type":"InternalFailure"}' };
    await givenReplies({ body: page([event(1)]) }, failure, failure, {
      body: page([event(2, "ExecutionSucceeded"), event(1)]),
    });

    await expect(watch()).resolves.toMatchObject({ end: { status: "SUCCEEDED" } });
  });

  it("gives up when looks keep failing", async () => {
    await givenReplies({ body: page([event(1)]) });

    await expect(watch()).rejects.toMatchObject({ name: "NoMoreReplies" });
  });

  it("rethrows errors of the clock", async () => {
    await givenReplies({ body: page([event(1)]) });
    const clock = { now: () => 0, sleep: () => Promise.reject(new Error("broken clock")) };

    await expect(
      watchExecution({
        stepFunctions: client,
        executionArn: ARN,
        clock,
        pace: PACE,
        display: SILENT_DISPLAY,
        interrupt: new AbortController().signal,
      }),
    ).rejects.toThrow("broken clock");
  });
});
