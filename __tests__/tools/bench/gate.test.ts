import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderGate } from "../../../tools/bench/gate";
import { findGateRecord, parseSteps, writeGateRecord, type GateRecord } from "../../../tools/bench/gate-record";

const givenRecord = (testsSeconds: number, commit = "abc1234"): GateRecord => ({
  commit,
  day: "2026-01-31",
  machine: "2 cores",
  seconds: 1_000 + testsSeconds,
  steps: [
    { name: "gate", result: "passed", seconds: 100 },
    { name: "tests", result: "passed", seconds: testsSeconds },
  ],
});

const rowsOf = (markdown: string): string[][] =>
  markdown
    .split("\n")
    .slice(2)
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("reads the record of a run, and returns undefined without one", () => {
  const path = join(folder, "build", "gate-times.json");

  expect(findGateRecord(path)).toBeUndefined();
  writeGateRecord({ ...givenRecord(200), steps: parseSteps("gate passed 100\ntests passed 200\n") }, path);

  expect(findGateRecord(path)).toEqual(givenRecord(200));
});

it("rejects a line that is not a step", () => {
  const path = join(folder, "gate-times.json");
  const steps = parseSteps("gate passed soon\n");

  expect(() => {
    writeGateRecord({ ...givenRecord(200), steps }, path);
  }).toThrow("seconds");
  expect(findGateRecord(path)).toBeUndefined();
});

it("has no previous times before the first run", () => {
  expect(rowsOf(renderGate(givenRecord(200), ""))).toEqual([
    ["gate", "100", "–", "–"],
    ["tests", "200", "–", "–"],
    ["`npm run check`", "300", "–", "–"],
    ["`.ci/run`", "1,200", "–", "–"],
  ]);
});

it("compares a run with the previous one, and lists slower steps", () => {
  const first = renderGate(givenRecord(200), "");

  const second = renderGate(givenRecord(300, "def5678"), first);

  expect(rowsOf(second)).toEqual([
    ["gate", "100", "100", "1.00"],
    ["tests", "300", "200", "1.50"],
    ["`npm run check`", "400", "300", "1.33"],
    ["`.ci/run`", "1,300", "1,200", "1.08"],
  ]);
  expect(second).toContain(
    "**missed**: no step takes more than a quarter, and ten seconds, longer than before: tests, `npm run",
  );
  expect(second).toContain("2 cores, 2026-01-31, commit def5678, 1,300 s.");
});

it("keeps the previous times if the same run is rendered again", () => {
  const second = renderGate(givenRecord(210, "def5678"), renderGate(givenRecord(200), ""));

  expect(renderGate(givenRecord(210, "def5678"), second)).toBe(second);
  expect(second).toContain("**met**: no step takes more than a quarter, and ten seconds, longer than before: none.");
});

it("reports a total time above the limit", () => {
  expect(renderGate(givenRecord(1_099), "")).toContain("**met**: `.ci/run` under 35 min: 34 min 59 s.");
  expect(renderGate(givenRecord(1_100), "")).toContain("**missed**: `.ci/run` under 35 min: 35 min 0 s.");
});
