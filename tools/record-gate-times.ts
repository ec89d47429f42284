/**
 * Records the times of the last `.ci/run` for `npm run bench -- --only gate`.
 * Usage: node --import tsx tools/record-gate-times.ts COMMIT SECONDS
 * Standard input: one line `NAME passed|FAILED SECONDS` per step
 */
import { readFileSync } from "node:fs";
import { describeMachine, today } from "./bench/describe-machine";
import { parseSteps, writeGateRecord } from "./bench/gate-record";

const [, , commit = "", seconds] = process.argv;
writeGateRecord({
  commit,
  day: today(),
  machine: describeMachine(),
  seconds: Number(seconds),
  steps: parseSteps(readFileSync(0, "utf8")),
});
