import { MAX_LINE_CHARACTERS, splitLines } from "../../../src/batch/runner/split-lines";

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

it("splits a line above the limit of CloudWatch Logs without loss", () => {
  const lines = split(Buffer.from("x".repeat(2 * MAX_LINE_CHARACTERS + 5)));

  expect(lines.map(({ length }) => length)).toEqual([MAX_LINE_CHARACTERS, MAX_LINE_CHARACTERS, 5]);
});

it("splits a long line in the same way whether it arrives at once or in parts", () => {
  const long = `${"x".repeat(100_000)}\n`;
  const split = (...chunks: readonly string[]): number[] => {
    const lengths: number[] = [];
    const lines = splitLines((line) => lengths.push(line.length));
    for (const chunk of chunks) lines.add(Buffer.from(chunk));
    lines.end();
    return lengths;
  };

  expect(split(long)).toEqual([65_536, 34_464]);
  expect(split(long.slice(0, 70_000), long.slice(70_000))).toEqual([65_536, 34_464]);
});
