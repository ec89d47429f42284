import { findLogPage } from "../../src/logs/log-page";
import { LogStream, MAX_STREAM_EVENTS } from "../../src/logs/log-stream";

function givenStream(count: number, message: string): LogStream {
  const stream = new LogStream("stream", 0, () => 1);
  for (let timestamp = 1; timestamp <= count; timestamp += 1) stream.add(timestamp, message);
  return stream;
}

const times = (stream: LogStream, request: { startFromHead: boolean; nextToken?: string }) => {
  const { events, ...tokens } = findLogPage(stream, { limit: 10_000, ...request });
  return { first: events[0]?.timestamp, last: events.at(-1)?.timestamp, ...tokens };
};

/** Each event counts 26 more bytes: 10 of these are 1 MB. */
const TENTH_OF_PAGE = "x".repeat(1024 * 102 + 409 - 26);

it("ends a page before it exceeds 1 MB, and continues there on the next page", () => {
  const stream = givenStream(15, TENTH_OF_PAGE);

  const first = times(stream, { startFromHead: true });
  const second = times(stream, { startFromHead: true, nextToken: first.nextForwardToken });

  expect(first).toMatchObject({ first: 1, last: 10, nextForwardToken: "f/10" });
  expect(second).toMatchObject({ first: 11, last: 15, nextForwardToken: "f/15" });
});

it("returns the latest 1 MB from the tail, and continues backward on the next page", () => {
  const stream = givenStream(15, TENTH_OF_PAGE);

  const first = times(stream, { startFromHead: false });
  const second = times(stream, { startFromHead: false, nextToken: first.nextBackwardToken });

  expect(first).toMatchObject({ first: 6, last: 15, nextBackwardToken: "b/5" });
  expect(second).toMatchObject({ first: 1, last: 5, nextBackwardToken: "b/0" });
});

it("returns at most `limit` events per page", () => {
  const page = findLogPage(givenStream(10_001, ""), { startFromHead: true, limit: 10_000 });

  expect(page.events).toHaveLength(10_000);
});

it("resolves a forward token to the same event after older ones were dropped", () => {
  const stream = givenStream(MAX_STREAM_EVENTS, "");
  stream.add(MAX_STREAM_EVENTS + 1, "");

  const page = times(stream, { startFromHead: true, nextToken: `f/${MAX_STREAM_EVENTS - 5}` });

  expect(page).toMatchObject({ first: MAX_STREAM_EVENTS - 4, last: MAX_STREAM_EVENTS + 1 });
});

it("resolves a token of dropped events to the marker line", () => {
  const stream = givenStream(MAX_STREAM_EVENTS + 1, "");

  const { events } = findLogPage(stream, { startFromHead: true, nextToken: "f/7", limit: 1 });

  expect(events[0]?.message).toContain("earlier lines were dropped");
});

it("returns the same token for an empty page", () => {
  const stream = givenStream(3, "");

  expect(times(stream, { startFromHead: true, nextToken: "f/3" }).nextForwardToken).toBe("f/3");
  expect(times(stream, { startFromHead: false, nextToken: "b/0" }).nextBackwardToken).toBe("b/0");
});
