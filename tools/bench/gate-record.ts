import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { ROOT } from "./run-node";

/** File with the times of the last `.ci/run`; ignored by git. */
const GATE_RECORD = join(ROOT, "build", "gate-times.json");

const gateRecordSchema = z.object({
  /** Short commit hash, with a `+` if there were uncommitted changes. */
  commit: z.string(),
  /** Date, like 2026-01-31. */
  day: z.iso.date(),
  machine: z.string(),
  /** Duration of the run, in seconds. */
  seconds: z.int().nonnegative(),
  steps: z.array(z.object({ name: z.string(), result: z.enum(["passed", "FAILED"]), seconds: z.int().nonnegative() })),
});

export type GateRecord = z.output<typeof gateRecordSchema>;

/** @returns undefined if `.ci/run` has not run here @throws ZodError if the file is invalid */
export function findGateRecord(path = GATE_RECORD): GateRecord | undefined {
  return existsSync(path) ? gateRecordSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

/** Writes the record. @throws ZodError if the record is invalid */
export function writeGateRecord(record: unknown, path = GATE_RECORD): void {
  const text = JSON.stringify(gateRecordSchema.parse(record), undefined, 2);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

/** Parses the steps. @param text - one line `NAME passed|FAILED SECONDS` per step */
export const parseSteps = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([name, result, seconds]) => ({ name, result, seconds: Number(seconds) }));
