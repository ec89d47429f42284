import { LogStream, MAX_STREAM_BYTES, MAX_STREAM_EVENTS } from "../../src/logs/log-stream";

/** Stream with the given number of messages, written at the times 1, 2, ... */
function givenStream(count: number, messageOf: (index: number) => string): LogStream {
  const stream = new LogStream("stream", 0, () => 1);
  for (let index = 1; index <= count; index += 1) stream.add(index, messageOf(index));
  return stream;
}

const line = (index: number): string => `line ${index}`;

it("keeps every event of a full stream, without a marker", () => {
  const { events, firstPosition } = givenStream(MAX_STREAM_EVENTS, line);

  expect([events.length, events[0]?.message, firstPosition]).toEqual([MAX_STREAM_EVENTS, "line 1", 0]);
});

it("drops the oldest events when the stream overflows, with one marker", () => {
  const { events } = givenStream(MAX_STREAM_EVENTS + 1, line);

  const dropped = MAX_STREAM_EVENTS + 2 - events.length;
  expect(dropped).toBeGreaterThan(0);
  expect(events[0]).toEqual({
    timestamp: dropped + 1,
    ingestionTime: dropped + 1,
    sequence: 1,
    message: `[${dropped} earlier lines were dropped: local mode keeps at most 50000 lines and 4194304 bytes per log stream]`,
  });
  expect(events[1]?.message).toBe(line(dropped + 1));
});

it("keeps an endless stream within the maximum number of events, with one marker and the latest event", () => {
  const { events } = givenStream(4 * MAX_STREAM_EVENTS, line);

  expect(events.length).toBeLessThanOrEqual(MAX_STREAM_EVENTS + 1);
  expect(events.filter(({ message }) => message.includes("dropped"))).toHaveLength(1);
  expect(events.at(-1)?.message).toBe(line(4 * MAX_STREAM_EVENTS));
});

it("keeps a stream of long lines within the maximum UTF-8 bytes", () => {
  const { events } = givenStream(300, (index) => `${index}${"é".repeat(30_000)}`);

  const keptBytes = events.slice(1).reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
  expect(keptBytes).toBeLessThanOrEqual(MAX_STREAM_BYTES);
  expect(keptBytes).toBeGreaterThan(MAX_STREAM_BYTES / 2);
  expect(events.at(-1)?.message).toMatch(/^300é/);
});

it("keeps the position of an event when older ones are dropped", () => {
  const stream = givenStream(MAX_STREAM_EVENTS, line);
  const positionOf = (message: string): number =>
    stream.firstPosition + stream.events.findIndex((event) => event.message === message);
  const before = positionOf(line(MAX_STREAM_EVENTS));

  stream.add(MAX_STREAM_EVENTS + 1, "one more");

  expect(stream.firstPosition).toBeGreaterThan(0);
  expect(positionOf(line(MAX_STREAM_EVENTS))).toBe(before);
});
