import { EARLIER_EVENTS, parseEarlierQuery, readEarlierLog } from "../../../console/server/routes/read-earlier-log";
import type { LogSource } from "../../../console/log/log-source";
import { awsError } from "../log/fake-log-source";

const place = (logStream: string) => ({ logGroup: "group", logStream, region: undefined });
const { signal } = new AbortController();

/** Log streams with events at these times. */
const source = (streams: Readonly<Record<string, readonly number[]>>, error?: Error): LogSource => ({
  describeJob: () => Promise.resolve(undefined),
  explainError: String,
  getLogEvents: (_region, { logStreamName = "", endTime = 0, limit = 0 }) => {
    const times = streams[logStreamName];
    if (times === undefined) return Promise.reject(error ?? awsError("ResourceNotFoundException"));
    const events = times
      .filter((time) => time < endTime)
      .map((timestamp) => ({ timestamp, message: `line ${timestamp}` }));
    return Promise.resolve({ events: events.slice(-limit), nextForwardToken: "" });
  },
});
const textsOf = ({ entries }: { readonly entries: readonly { readonly text: string }[] }) =>
  entries.map(({ text }) => text);

describe("readEarlierLog", () => {
  it("returns the lines before the first shown line, without those that are shown", async () => {
    const read = await readEarlierLog(source({ a: [1, 2, 2, 2, 3] }), [place("a")], { beforeMs: 2, known: 2 }, signal);

    expect(textsOf(read)).toEqual(["line 1", "line 2"]);
    expect(read.hasMore).toBe(false);
  });

  it("finds earlier lines behind many with the time of the first shown line", async () => {
    const times = [1, ...Array.from({ length: EARLIER_EVENTS + 500 }, () => 2)];

    const read = await readEarlierLog(
      source({ a: times }),
      [place("a")],
      { beforeMs: 2, known: EARLIER_EVENTS + 500 },
      signal,
    );

    expect(textsOf(read)).toEqual(["line 1"]);
  });

  it("continues with the stream of the attempt before", async () => {
    const streams = source({ a: [1, 2], c: [5, 6] });

    const read = await readEarlierLog(streams, [place("a"), place("b"), place("c")], { beforeMs: 5, known: 1 }, signal);

    expect(textsOf(read)).toEqual(["line 1", "line 2"]);
    expect(read.hasMore).toBe(false);
  });

  it("reports that the log has more lines when a reply is full", async () => {
    const times = Array.from({ length: EARLIER_EVENTS + 5 }, (_, index) => index);

    const read = await readEarlierLog(source({ a: times }), [place("a")], { beforeMs: 2_000, known: 0 }, signal);

    expect(read.entries).toHaveLength(EARLIER_EVENTS);
    expect(read.hasMore).toBe(true);
  });

  it("returns nothing when there are no earlier lines, and throws other errors", async () => {
    expect(await readEarlierLog(source({}), [place("a")], { beforeMs: 1, known: 0 }, signal)).toEqual({
      entries: [],
      hasMore: false,
    });
    await expect(
      readEarlierLog(source({}, awsError("AccessDenied")), [place("a")], { beforeMs: 1, known: 0 }, signal),
    ).rejects.toThrow("AccessDenied");
  });
});

it.each([
  ["before=5&known=1", { beforeMs: 5, known: 1 }],
  ["before=5", undefined],
  ["known=1", undefined],
  ["before=-1&known=1", undefined],
])("parses %s", (query, parsed) => {
  expect(parseEarlierQuery(new URLSearchParams(query))).toEqual(parsed);
});
