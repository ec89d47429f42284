import { LogFeed, MAX_KEPT_ENTRIES } from "../../../console/server/log-feed";
import { HistoryFeed } from "../../../console/server/history-feed";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import { givenConsole, givenInput, type GivenConsole } from "../../../testing/console/given-console";
import { WritingRunner } from "../../../testing/console/writing-runner";
import { waitUntil } from "../../../testing/wait-until";

describe("LogFeed", () => {
  const runner = new WritingRunner();
  let app: SynthesizedApp;
  let given: GivenConsole;
  beforeAll(async () => {
    app = await givenApp();
    given = await givenConsole(app.path, { makeRunner: () => runner });
  }, 120_000);
  afterAll(async () => {
    await given.close();
    await app.remove();
  });

  async function start(name: string): Promise<LogFeed> {
    await given.post("/api/executions", { name, input: givenInput(name) });
    await runner.untilRunning(name);
    const arn = `${given.environment.stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    const { log } = given.access;
    if (log === undefined) throw new Error("the access has no logs");
    return new LogFeed(new HistoryFeed(arn, given.access), log);
  }
  const textsOf = (feed: LogFeed, after = 0): readonly string[] => feed.after(after).entries.map(({ text }) => text);
  const until = (feed: LogFeed, text: string): Promise<boolean> =>
    waitUntil(`the feed has ${text}`, () => textsOf(feed).includes(text), 45_000, 5);

  it("numbers lines, and returns those after a number", async () => {
    const feed = await start("numbered");
    const unsubscribe = feed.subscribe(() => undefined);
    runner.write("numbered", "one", "two", "three");
    await until(feed, "three");

    const { first } = feed.after(0);

    expect(textsOf(feed)).toEqual(["one", "two", "three"]);
    expect(feed.after(first)).toMatchObject({ first: first + 1, entries: [{ text: "two" }, { text: "three" }] });
    expect(textsOf(feed, first + 2)).toEqual([]);
    unsubscribe();
  });

  it("keeps a limited number of lines, with their numbers", async () => {
    const feed = await start("many");
    const unsubscribe = feed.subscribe(() => undefined);
    runner.write("many", "one");
    await until(feed, "one");
    const { first } = feed.after(0);
    runner.write("many", ...Array.from({ length: 3_000 }, (_, index) => `line ${index}`));
    await until(feed, "line 2999");

    expect(textsOf(feed)).toHaveLength(MAX_KEPT_ENTRIES);
    expect(feed.after(0).hasEarlier).toBe(true);
    expect(feed.after(0).first).toBe(first + 3_001 - MAX_KEPT_ENTRIES);
    unsubscribe();
  });

  it("reads only while there are subscribers, and continues with a new subscriber", async () => {
    const feed = await start("paused");
    const unsubscribe = feed.subscribe(() => undefined);
    runner.write("paused", "one");
    await until(feed, "one");

    unsubscribe();
    runner.write("paused", "two");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(textsOf(feed)).toEqual(["one"]);
    const again = feed.subscribe(() => undefined);
    await until(feed, "two");

    expect(textsOf(feed)).toEqual(["one", "two"]);
    expect(feed.place?.logGroup).toBe("/aws/batch/job-status-poller-dev");
    runner.end("paused");
    again();
  });
});
