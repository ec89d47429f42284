import { followLog, type FollowLogOptions, type LogProgress } from "../../../console/log/follow-log";
import { LogFollower } from "../../../console/log/log-follower";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { VirtualClock } from "local-aws";
import { awsError, FakeLogSource } from "./fake-log-source";

const PACE = { busyMs: 2_000, idleMs: 5_000, backlogMs: 250, describeMs: 10_000, lagMs: 5_000, restMs: 15_000 };
const RUNNING: LogProgress = { jobId: "job", end: undefined };

/** Progress of an execution that ended at a time, some time after its job. */
function endedAt(closedAtMs: number, sinceJobMs: number): LogProgress {
  const stoppedAt = new Date(closedAtMs - sinceJobMs).toISOString();
  const attempt = { number: 1, exitCode: 0, reason: null, startedAt: null, stoppedAt, logStreamName: "s1" };
  const output = JSON.stringify({ ...EMPTY_RESULT, logGroup: "group", stoppedAt, attempts: [attempt] });
  const closedAt = new Date(closedAtMs);
  return { jobId: "job", end: { status: "SUCCEEDED", closedAt, error: undefined, cause: undefined, output } };
}

describe("followLog", () => {
  let source: FakeLogSource;
  let clock: VirtualClock;
  let texts: string[];
  let progress: LogProgress;
  let ended: AbortController;
  beforeEach(() => {
    source = new FakeLogSource();
    source.run("s1");
    clock = new VirtualClock(new Date(0));
    texts = [];
    progress = RUNNING;
    ended = new AbortController();
  });
  const end = (sinceJobMs = 3_600_000): void => {
    progress = endedAt(clock.now(), sinceJobMs);
    ended.abort();
  };
  const follow = (options: Partial<FollowLogOptions> = {}): Promise<void> =>
    followLog({
      follower: new LogFollower({ source, describeMs: PACE.describeMs, tailLines: undefined }),
      clock,
      pace: PACE,
      findProgress: () => progress,
      ended: ended.signal,
      signal: new AbortController().signal,
      onEntries: (entries) => texts.push(...entries.map(({ text }) => text)),
      ...options,
    });

  it("reads every 2 s while the log grows, and every 5 s while it does not", async () => {
    const times: number[] = [];
    source.streams.set("s1", []);
    source.beforeRead = () => {
      times.push(clock.now());
      if (times.length <= 2) source.write("s1", "line");
      if (times.length === 5) end();
    };

    await follow();

    expect(times.slice(0, 5)).toEqual([0, 2_000, 4_000, 9_000, 14_000]);
  });

  it("reads the rest immediately when the execution has ended", async () => {
    source.write("s1", "one");
    const following = follow();
    await clock.sleep(2_500);
    source.write("s1", "two");
    end();

    await following;

    expect(texts).toEqual(["one", "two"]);
    expect(clock.now()).toBeLessThan(4_000);
  });

  it("waits for lines that arrive up to 5 s after the job's end", async () => {
    source.write("s1", "one");
    end(1_000);
    const following = follow();
    await clock.sleep(3_000);
    source.write("s1", "late");

    await following;

    expect(texts).toEqual(["one", "late"]);
    expect(clock.now()).toBeGreaterThanOrEqual(4_000);
  });

  it("does not wait for the log of an execution that was stopped", async () => {
    source.write("s1", "one");
    const following = follow();
    await clock.sleep(100);
    const closedAt = new Date(clock.now());
    progress = { jobId: "job", end: { status: "ABORTED", closedAt, error: "E", cause: "c", output: undefined } };
    ended.abort();

    await following;

    expect(clock.now()).toBeLessThan(1_000);
  });

  it("ends without waiting when no container has started", async () => {
    source.run();
    progress = { jobId: "job", end: undefined };
    const output = JSON.stringify({ ...EMPTY_RESULT, stoppedAt: new Date(0).toISOString() });
    progress = {
      jobId: "job",
      end: { status: "FAILED", closedAt: new Date(0), error: undefined, cause: output, output: undefined },
    };

    await follow();

    expect(clock.now()).toBe(0);
  });

  it("stops reading an endless log 15 s after the end, with its last lines", async () => {
    let count = 0;
    source.beforeRead = () => {
      source.write("s1", ...Array.from({ length: 10_000 }, () => `line ${(count += 1)}`));
    };
    end();

    await follow({ onEntries: (entries) => (texts = [...texts, ...entries.map(({ text }) => text)].slice(-1_002)) });

    expect(clock.now()).toBeLessThanOrEqual(15_250);
    expect(texts.slice(0, 2)).toEqual([
      "lines are missing here: the log could not be read in time",
      "last 1,000 lines of the log so far:",
    ]);
    expect(texts.at(-1)).toBe(`line ${count}`);
  });

  it("skips a backlog that is longer than the limit", async () => {
    source.write("s1", ...Array.from({ length: 60_000 }, (_, index) => `line ${index + 1}`));
    source.beforeRead = () => {
      if (source.logCalls.length > 5) end();
    };

    await follow({ maxBacklog: 3 });

    expect(texts).toHaveLength(30_000 + 2 + 1_000);
    expect(texts.at(-1)).toBe("line 60000");
  });

  it("stops when it is aborted", async () => {
    const stop = new AbortController();
    const following = follow({ signal: stop.signal });
    await clock.sleep(1_000);

    stop.abort();
    await following;

    expect(source.logCalls).toHaveLength(1);
  });

  it("stops when the clock fails", async () => {
    await follow({ clock: { now: () => 0, sleep: () => Promise.reject(awsError("BrokenClock")) } });

    expect(source.logCalls).toHaveLength(1);
  });
});
