import { MAX_EVENT_BYTES, splitLines } from "../../../src/batch/runner/split-lines";

function split(...chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = splitLines((line) => lines.push(line));
  for (const chunk of chunks) splitter.add(chunk);
  splitter.end();
  return lines;
}

it("joins chunks of the pipe, also within a character", () => {
  const euro = Buffer.from("€");

  expect(split(Buffer.from("a"), euro.subarray(0, 1), euro.subarray(1), Buffer.from("\nb"))).toEqual(["a€", "b"]);
});

it("treats \\r\\n as one line end and keeps empty lines", () => {
  expect(split(Buffer.from("a\r\n\r\nb\r\n"))).toEqual(["a", "", "b"]);
});

it("splits a line above the limit of the awslogs driver without loss", () => {
  const lines = split(Buffer.from("x".repeat(2 * MAX_EVENT_BYTES + 5)));

  expect(lines.map(({ length }) => length)).toEqual([MAX_EVENT_BYTES, MAX_EVENT_BYTES, 5]);
});

it("counts bytes, and does not split a character", () => {
  const text = "€".repeat(MAX_EVENT_BYTES / 3 + 2);

  const lines = split(Buffer.from(text));

  expect(lines.map((line) => Buffer.byteLength(line))).toEqual([
    MAX_EVENT_BYTES - (MAX_EVENT_BYTES % 3),
    expect.any(Number),
  ]);
  expect(lines.join("")).toBe(text);
});

it("splits a long line in the same way whether it arrives at once or in parts", () => {
  const long = `${"x".repeat(300_000)}\n`;
  const split = (...chunks: readonly string[]): number[] => {
    const lengths: number[] = [];
    const lines = splitLines((line) => lengths.push(line.length));
    for (const chunk of chunks) lines.add(Buffer.from(chunk));
    lines.end();
    return lengths;
  };

  expect(split(long)).toEqual([262_118, 37_882]);
  expect(split(long.slice(0, 270_000), long.slice(270_000))).toEqual([262_118, 37_882]);
});
