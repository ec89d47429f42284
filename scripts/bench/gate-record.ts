import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { ROOT } from "./run-node";

/** Where `.ci/run` leaves the times of its last run; git ignores it. */
const GATE_RECORD = join(ROOT, "build", "gate-times.json");

const gateRecordSchema = z.object({
  /** Short, and with a `+` when files differed from it. */
  commit: z.string(),
  /** Such as 2026-01-31. */
  day: z.iso.date(),
  machine: z.string(),
  /** Of the whole run. */
  seconds: z.int().nonnegative(),
  steps: z.array(z.object({ name: z.string(), result: z.enum(["passed", "FAILED"]), seconds: z.int().nonnegative() })),
});

export type GateRecord = z.output<typeof gateRecordSchema>;

/** @returns undefined when `.ci/run` has not run here @throws ZodError when the file is another's */
export function findGateRecord(path = GATE_RECORD): GateRecord | undefined {
  return existsSync(path) ? gateRecordSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

/** @throws ZodError, before anything is written, when the record is no GateRecord */
export function writeGateRecord(record: unknown, path = GATE_RECORD): void {
  const text = JSON.stringify(gateRecordSchema.parse(record), undefined, 2);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

/** @param text - a line `NAME passed|FAILED SECONDS` for each step */
export const parseSteps = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([name, result, seconds]) => ({ name, result, seconds: Number(seconds) }));
