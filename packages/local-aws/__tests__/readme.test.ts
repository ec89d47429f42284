import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createScaledClock } from "../src/clock";
import { startBatchEndpoint } from "../src/batch/batch-endpoint";
import { DYNAMODB_OPERATIONS } from "../src/dynamodb/dynamodb-endpoint";
import { LOGS_OPERATIONS } from "../src/logs/logs-operations";
import { OPERATIONS } from "../src/step-functions/endpoint/dispatch";

const FOLDER = join(__dirname, "..");
const TEXT = readFileSync(join(FOLDER, "README.md"), "utf8");

/** Operations of the table after a line, in alphabetical order. */
function operationsAfter(line: string): string[] {
  const [table = ""] = TEXT.slice(TEXT.indexOf(line) + line.length)
    .trimStart()
    .split("\n\n");
  return (table.match(/\b(?:[A-Z][a-z]+[A-Z]\w+|Query)\b/g) ?? []).filter((word) => word !== "CloudWatch").sort();
}

it("runs the first use exactly as written", async () => {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(TEXT) ?? [];
  const folder = mkdtempSync(join(FOLDER, "first-use-"));
  try {
    const file = join(folder, "first-use.mts");
    writeFileSync(file, code);

    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file]);

    expect(stdout).toBe("RUNNING\nSUCCEEDED\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("lists every operation of the Batch endpoint and no other", async () => {
  const endpoint = await startBatchEndpoint({
    clock: createScaledClock(1),
    region: "eu-west-1",
    accountId: "123456789012",
  });
  const { body } = await endpoint.call("Unknown", {});
  await endpoint.close();

  const [, names = ""] = /supported operations: (.*)"/.exec(JSON.stringify(body)) ?? [];
  expect(operationsAfter("Batch endpoint:\n")).toEqual([...names.split(", "), ...Object.keys(LOGS_OPERATIONS)].sort());
});

it("lists every operation of the DynamoDB endpoint and no other", () => {
  expect(operationsAfter("on-demand tables without indexes:\n")).toEqual(Object.keys(DYNAMODB_OPERATIONS).sort());
});

it("lists every operation of the Step Functions endpoint and no other", () => {
  expect(operationsAfter("Step Functions endpoint:\n")).toEqual(Object.keys(OPERATIONS).sort());
});
