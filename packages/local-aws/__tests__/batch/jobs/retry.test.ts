import { shouldRetry } from "../../../src/batch/jobs/retry";
import { closeBatches, givenBatch, JOB_DEFINITION } from "../given-batch";

afterEach(closeBatches);

const RULES = [
  { onStatusReason: "Host EC2*", action: "RETRY" as const },
  { onExitCode: "3", onReason: "transient*", action: "RETRY" as const },
  { onExitCode: "1*", action: "EXIT" as const },
  { onReason: "*", action: "EXIT" as const },
];

it.each([
  ["a prefix of the status reason", { statusReason: "Host EC2 (instance i-1) terminated." }, true],
  ["all conditions of a rule", { exitCode: 3, reason: "transient trouble" }, true],
  ["only one of a rule's conditions", { exitCode: 3, reason: "other" }, false],
  ["a prefix of the exit code", { exitCode: 137 }, false],
  ["the catch-all, with no reason at all", { exitCode: 2 }, false],
])("applies the first matching rule: %s", (_, failed, expected) => {
  expect(shouldRetry({ attempts: 2, evaluateOnExit: RULES }, 1, failed)).toBe(expected);
});

it("retries until the last attempt if no rule matches", () => {
  const strategy = { attempts: 2, evaluateOnExit: [{ onExitCode: "7", action: "EXIT" as const }] };

  expect(shouldRetry(strategy, 1, { exitCode: 1 })).toBe(true);
  expect(shouldRetry(strategy, 2, { exitCode: 1 })).toBe(false);
});

it("matches a pattern without * as a whole", () => {
  const strategy = { attempts: 2, evaluateOnExit: [{ onReason: "Out", action: "EXIT" as const }] };

  expect(shouldRetry(strategy, 1, { reason: "OutOfMemoryError" })).toBe(true);
  expect(shouldRetry(strategy, 1, { reason: "Out" })).toBe(false);
});

it("moves a retried job to RUNNABLE and keeps every attempt", async () => {
  const given = await givenBatch({ simulate: ({ attempt }) => ({ exitCode: attempt === 3 ? 0 : 1 }) });

  const job = await given.untilFinished(await given.submit({ retryStrategy: { attempts: 5 } }));

  expect(job.status).toBe("SUCCEEDED");
  expect(job.attempts.map(({ container }) => container.exitCode)).toEqual([1, 1, 0]);
  expect(given.changes.map(({ status }) => status).join(" ")).toBe(
    "SUBMITTED PENDING RUNNABLE STARTING RUNNING RUNNABLE STARTING RUNNING RUNNABLE STARTING RUNNING SUCCEEDED",
  );
});

it("uses the retry strategy of the definition unless the submission has one", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 9 }) });
  await given.call("RegisterJobDefinition", {
    ...JOB_DEFINITION,
    jobDefinitionName: "thrice",
    retryStrategy: { attempts: 3, evaluateOnExit: [{ onExitCode: "8", action: "exit" }] },
  });

  const own = await given.untilFinished(await given.submit({ jobDefinition: "thrice" }));
  const other = await given.untilFinished(
    await given.submit({ jobDefinition: "thrice", retryStrategy: { attempts: 1 } }),
  );

  expect(own.attempts).toHaveLength(3);
  expect(own["retryStrategy"]).toEqual({ attempts: 3, evaluateOnExit: [{ onExitCode: "8", action: "exit" }] });
  expect(other.attempts).toHaveLength(1);
});
