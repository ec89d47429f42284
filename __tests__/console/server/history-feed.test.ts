import { SFNClient, type HistoryEvent } from "@aws-sdk/client-sfn";
import type { ConsoleAccess } from "../../../console/server/console-access";
import { HistoryFeed } from "../../../console/server/history-feed";
import { ExecutionFeeds } from "../../../console/server/execution-feeds";
import sampleInput from "../../../sample-job/execution-input.json";
import { startLoopbackServer, type LoopbackServer } from "local-aws";
import { waitUntil } from "../../../testing/wait-until";

const ARN = "arn:aws:states:us-east-1:123456789012:execution:machine:name";

/** Fake Step Functions history with the events that a test adds. */
class FakeHistory {
  events: HistoryEvent[] = [];
  /** Number of GetExecutionHistory calls for pages. */
  pages = 0;
  /** Number of reads of new events. */
  looks = 0;
  isDown = false;
  /** Whether reads of new events never end. */
  hangs = false;

  add(count: number, type = "WaitStateEntered"): void {
    for (let index = 0; index < count; index += 1)
      this.events.push({ id: this.events.length + 1, type: "WaitStateEntered", timestamp: new Date(0) });
    const last = this.events.pop();
    if (last !== undefined)
      this.events.push({ ...last, type: type === "end" ? "ExecutionSucceeded" : "WaitStateEntered" });
  }
}

describe("HistoryFeed", () => {
  let server: LoopbackServer;
  let stepFunctions: SFNClient;
  let history: FakeHistory;
  beforeAll(async () => {
    server = await startLoopbackServer({
      name: "a Step Functions",
      handle: ({ body }) => {
        history.pages += 1;
        if (history.isDown)
          return Promise.resolve({ status: 400, body: JSON.stringify({ __type: "Down", message: "down" }) });
        const start = Number(/"nextToken":"(\d+)"/.exec(body)?.[1] ?? 0);
        const page = history.events.slice(start, start + 1_000);
        const events = page.map((event) => ({ ...event, timestamp: 0 }));
        const end = start + page.length;
        const nextToken = end < history.events.length ? String(end) : undefined;
        return Promise.resolve({ status: 200, body: JSON.stringify({ events, nextToken }) });
      },
    });
    stepFunctions = new SFNClient({
      region: "us-east-1",
      endpoint: server.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });
  beforeEach(() => {
    history = new FakeHistory();
  });
  afterAll(async () => {
    stepFunctions.destroy();
    await server.close();
  });

  const givenAccess = (): ConsoleAccess => ({
    stepFunctions,
    stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
    isLocal: true,
    optionsShown: "--local",
    sampleInput,
    pace: { refreshMs: 1, idleFetchMs: 1 },
    listRefreshMs: 1,
    clock: { now: Date.now, speed: 1 },
    describeJob: () => Promise.resolve(undefined),
    listJobs: () => Promise.resolve({ jobSummaryList: [] }),
    fetchEventsAfter: (_arn, lastId, signal) => {
      history.looks += 1;
      if (history.hangs)
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        });
      if (history.isDown) return Promise.reject(new Error("down"));
      return Promise.resolve(history.events.slice(lastId));
    },
    fetchLogTail: () => Promise.resolve([]),
    explainError: (error) => (error instanceof Error ? error.message : String(error)),
    readJson: () => ({ problem: "is never read" }),
  });
  const until = (isSo: () => boolean): Promise<boolean> => waitUntil("the feed has it", isSo, 45_000, 1);

  it("reads a long history in pages of 1,000, and notifies subscribers of each page", async () => {
    history.add(2_500, "end");
    const feed = new HistoryFeed(ARN, givenAccess());
    const seen: number[] = [];

    feed.subscribe(() => seen.push(feed.after(0).length));
    await until(() => feed.complete);

    await until(() => seen.length === 3);
    expect(seen).toEqual([1_000, 2_000, 2_500]);
    expect(feed.after(2_498).map(({ id }) => id)).toEqual([2_499, 2_500]);
    feed.stop();
  });

  it("reads the history once for all subscribers", async () => {
    history.add(3, "end");
    const feed = new HistoryFeed(ARN, givenAccess());

    for (let watcher = 0; watcher < 10; watcher += 1) feed.subscribe(() => undefined);
    await until(() => feed.complete);

    expect(history.pages).toBe(1);
  });

  it("reads new events, and stops after the execution has ended", async () => {
    history.add(3);
    const feed = new HistoryFeed(ARN, givenAccess());
    feed.subscribe(() => undefined);
    await until(() => feed.complete);

    history.add(2, "end");
    await until(() => feed.after(0).length === 5);

    const { looks } = history;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(history.looks).toBe(looks);
  });

  it("reads only while there are subscribers, and resumes with a new subscriber", async () => {
    history.add(3);
    const feed = new HistoryFeed(ARN, givenAccess());
    const unsubscribe = feed.subscribe(() => undefined);
    await until(() => history.looks > 0);

    unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { looks } = history;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(history.looks).toBe(looks);
    history.add(2, "end");
    feed.subscribe(() => undefined);

    await until(() => feed.after(0).length === 5);
    expect(feed.watched).toBe(true);
  });

  it.each([0, 3])("reports a failed read and recovers, with %d known events", async (known) => {
    history.add(known);
    history.isDown = known === 0;
    const feed = new HistoryFeed(ARN, givenAccess());
    feed.subscribe(() => undefined);
    if (known > 0) await until(() => feed.complete);

    history.isDown = true;
    await until(() => feed.problem === "down");
    history.add(2, "end");
    history.isDown = false;

    await until(() => feed.after(0).length === known + 2);
    expect(feed.problem).toBeUndefined();
  });

  it("reports an endpoint that does not answer, and the age of the data", async () => {
    history.add(3);
    const feed = new HistoryFeed(ARN, { ...givenAccess(), answerLimitMs: 20 });
    expect(feed.readAgoMs).toBeNull();
    feed.subscribe(() => undefined);
    await until(() => feed.complete);

    history.hangs = true;
    await until(() => feed.problem === "Step Functions has not answered for 0.02 seconds");
    expect(feed.readAgoMs).toBeGreaterThan(19);
    history.hangs = false;
    history.add(2, "end");

    await until(() => feed.after(0).length === 5);
    expect(feed.problem).toBeUndefined();
  });

  it("keeps a limited number of histories without subscribers", async () => {
    const feeds = new ExecutionFeeds(givenAccess());
    const first = feeds.get(`${ARN}-0`);
    const watched = feeds.get(`${ARN}-watched`);
    history.add(1);
    watched.history.subscribe(() => undefined);

    expect(feeds.get(`${ARN}-0`)).toBe(first);
    for (let index = 1; index <= 6; index += 1) feeds.get(`${ARN}-${index}`);

    expect(feeds.get(`${ARN}-0`)).not.toBe(first);
    expect(feeds.get(`${ARN}-watched`)).toBe(watched);
    await until(() => watched.history.complete);
    feeds.close();
  });
});
