import * as z from "zod";
import { describeJob } from "../../../workflow/result/describe-job";
import { formatCause } from "../../../workflow/result/job-result";
import type { Job } from "../../../workflow/result/job";
import { FAILURE_OUTPUT, SUCCESS_OUTPUT } from "../../../workflow/definitions/sync-definition";
import { evaluateExpression, toPascalCase } from "../definitions/evaluate-expression";
import { givenInput } from "../../../testing/workflow/input-fixture";
import { givenJob, JOB_ID } from "../../../testing/workflow/job-fixture";

const FACTS = { polls: 0, reused: false, duplicates: [] };
const CAUSE_LIMIT = 32_768;
const OUTPUT_LIMIT = 262_144;

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
/** A job parsed from JSON, which may violate its type. */
const jobSchema = z.custom<Job>();
const parseJob = (json: string): Job => jobSchema.parse(JSON.parse(json));

const failInSync = async (cause: string): Promise<{ error: string; cause: string }> => {
  const errorOutput = { Error: "States.TaskFailed", Cause: cause };
  const failure: unknown = await evaluateExpression(FAILURE_OUTPUT, { errorOutput, input: givenInput() });
  return { error: String(Reflect.get(Object(failure), "error")), cause: String(Reflect.get(Object(failure), "cause")) };
};

describe("an invalid time", () => {
  it.each([NaN, Infinity, 1e20, -1, 253_402_300_800_000])("returns null for %p", (time) => {
    const job = givenJob({ createdAt: time, startedAt: time, stoppedAt: time, attempts: [{ startedAt: time }] });

    expect(describeJob(job, FACTS)).toMatchObject({
      createdAt: null,
      startedAt: null,
      stoppedAt: null,
      queuedSeconds: null,
      runSeconds: null,
      attempts: [{ startedAt: null, stoppedAt: null }],
    });
  });

  it.each(["1e20", "-1", '"soon"', "null", "1.5"])(
    "returns the same result with both integrations: %s",
    async (time) => {
      const job = parseJob(`{ "status": "FAILED", "createdAt": ${time}, "stoppedAt": ${time} }`);

      const { cause } = await failInSync(JSON.stringify(toPascalCase({ ...givenJob(), ...job })));

      expect(JSON.parse(cause)).toEqual(describeJob({ ...givenJob(), ...job }, FACTS));
    },
  );
});

it.each(['"1"', "null"])("returns no exit code when Batch returns %s", async (exitCode) => {
  const job = givenJob({ ...parseJob(`{ "container": { "exitCode": ${exitCode} } }`), attempts: [{}] });

  const { cause } = await failInSync(JSON.stringify(toPascalCase(job)));

  expect(describeJob(job, FACTS).exitCode).toBeNull();
  expect(JSON.parse(cause)).toMatchObject({ exitCode: null });
});

it("returns no exit code when it is NaN", () => {
  expect(describeJob(givenJob({ container: { exitCode: NaN } }), FACTS).exitCode).toBeNull();
});

it("treats null and missing members as unknown", () => {
  const job = parseJob(
    '{ "status": "FAILED", "attempts": [{}], "ecsProperties": { "taskProperties": [{}] }, "eksAttempts": [] }',
  );

  expect(describeJob(job, FACTS)).toMatchObject({ category: "Unknown", retryable: false, attempts: [{ number: 1 }] });
});

it("returns a URL for lone surrogates in the log group", () => {
  const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "\ud83d" } };

  expect(describeJob(givenJob({ container: { logStreamName: "s", logConfiguration } }), FACTS).logUrl).toContain(
    "log-group/$25EF$25BF$25BD/log-events/s",
  );
});

const TEXTS = [
  ["letters", "x"],
  ["emoji", "🚀"],
  ["NUL bytes", "\u0000"],
  ["lone surrogates", "\ud83d"],
] as const;

describe.each(TEXTS)("a hundred attempts with reasons of %s", (_title, character) => {
  const reason = character.repeat(1_024);
  const attempts = Array.from({ length: 100 }, (_, index) => ({
    container: { exitCode: index, reason, logStreamName: "s".repeat(128) },
  }));
  const job = givenJob({ statusReason: reason, container: { exitCode: 7, reason }, attempts });

  it("fits into the Cause and the output, with the last attempts", () => {
    const result = describeJob(job, FACTS);
    const cause: unknown = JSON.parse(formatCause(result));

    expect(bytes(result)).toBeLessThan(OUTPUT_LIMIT);
    expect(bytes(cause)).toBeLessThan(CAUSE_LIMIT);
    expect(cause).toMatchObject({ jobId: JOB_ID, status: "FAILED", category: "UserError", exitCode: 7 });
    expect(result.attempts.at(-1)).toMatchObject({ number: 100, exitCode: 99 });
  });

  it("fits with the sync integration", async () => {
    const { cause } = await failInSync(JSON.stringify(toPascalCase(job)));
    const output = await evaluateExpression(SUCCESS_OUTPUT, { result: toPascalCase(job), input: givenInput() });

    expect(Buffer.byteLength(cause)).toBeLessThan(CAUSE_LIMIT);
    expect(JSON.parse(cause)).toMatchObject({ jobId: JOB_ID, status: "FAILED", category: "UserError", exitCode: 7 });
    expect(bytes(output)).toBeLessThan(OUTPUT_LIMIT);
  });
});

it("omits IDs and URLs of 10,000 duplicates and attempts from a Cause without room for them", () => {
  const duplicates = Array.from({ length: 10_000 }, () => JOB_ID);
  const result = describeJob(givenJob({ attempts: Array.from({ length: 10_000 }, () => ({})) }), {
    ...FACTS,
    duplicates,
  });

  expect(bytes(result)).toBeLessThan(OUTPUT_LIMIT);
  expect(JSON.parse(formatCause(result))).toMatchObject({ jobId: JOB_ID, attempts: { length: 10 } });
});

it("reads the job ID from a truncated description", async () => {
  const cause = JSON.stringify(toPascalCase(givenJob())).slice(0, 200);

  const failure = await failInSync(cause);

  expect(failure.error).toBe("BatchJob.Unknown");
  expect(JSON.parse(failure.cause)).toMatchObject({ jobId: JOB_ID, status: "FAILED", retryable: false });
});

it("returns no job ID when the description is truncated before it", async () => {
  const failure = await failInSync('{"Attempts":[');

  expect(JSON.parse(failure.cause)).toMatchObject({ jobId: null, status: "FAILED", category: "Unknown" });
});
