import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

test("the parent is PENDING while its children run, and its statusSummary counts them", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 60_000 }) });
  const parent = await given.submit({ arrayProperties: { size: 3 } });

  await given.untilStatus(`${parent}:2`, "RUNNING");
  const job = await given.describe(parent);

  expect(job.status).toBe("PENDING");
  expect(job.arrayProperties).toMatchObject({ size: 3, statusSummary: { RUNNING: 3, SUCCEEDED: 0 } });
});

test("all children succeed: so does the parent", async () => {
  const seen: (number | undefined)[] = [];
  const given = await givenBatch({
    simulate: ({ arrayIndex, environment }) => {
      seen.push(arrayIndex);
      return { exitCode: environment["AWS_BATCH_JOB_ARRAY_INDEX"] === String(arrayIndex) ? 0 : 1 };
    },
  });

  const parent = await given.submit({ arrayProperties: { size: 4 } });
  const job = await given.untilFinished(parent);

  expect(job.status).toBe("SUCCEEDED");
  expect(seen).toEqual([0, 1, 2, 3]);
  expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 4, FAILED: 0 });
  expect((await given.describe(`${parent}:1`)).arrayProperties).toEqual({ index: 1 });
});

test("one child fails: the parent fails once all others have ended", async () => {
  const given = await givenBatch({
    simulate: ({ arrayIndex = 0 }) => ({ exitCode: arrayIndex === 0 ? 1 : 0, runsForMs: 1000 * arrayIndex }),
  });

  const job = await given.untilFinished(await given.submit({ arrayProperties: { size: 3 } }));

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Array Child Job failed" });
  expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 2, FAILED: 1 });
});

test("terminating the parent ends all children with the same reason", async () => {
  const given = await givenBatch({ simulate: () => ({ runsForMs: Number.POSITIVE_INFINITY }) });
  const parent = await given.submit({ arrayProperties: { size: 2 } });
  await given.untilStatus(`${parent}:1`, "RUNNING");

  await given.call("TerminateJob", { jobId: parent, reason: "enough" });
  const job = await given.untilFinished(parent);

  expect(job).toMatchObject({ status: "FAILED", statusReason: "enough", isTerminated: true });
  expect(await given.describe(`${parent}:0`)).toMatchObject({ status: "FAILED", statusReason: "enough" });
});

test("cancelling the parent ends the children that have not started", async () => {
  const given = await givenBatch({
    lifeCycle: { pendingMs: 3_600_000 },
    simulate: () => ({ exitCode: 0 }),
  });
  const parent = await given.submit({ arrayProperties: { size: 2 } });
  await given.untilStatus(parent, "PENDING");

  await given.call("CancelJob", { jobId: parent, reason: "changed my mind" });
  const job = await given.untilFinished(parent);

  expect(job).toMatchObject({ status: "FAILED", statusReason: "changed my mind" });
});

test("a failed dependency of the parent fails it with the dependency's reason", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 1 }) });
  const first = await given.submit();

  const job = await given.untilFinished(
    await given.submit({ arrayProperties: { size: 2 }, dependsOn: [{ jobId: first }] }),
  );

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Dependent Job failed" });
});

test.each([1, 10_001])("SubmitJob refuses an array of size %d", async (size) => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", {
    jobName: "j",
    jobQueue: "q",
    jobDefinition: "d",
    arrayProperties: { size },
  });

  expect(message).toContain(`arrayProperties.size must be between 2 and 10000, got ${size}`);
});

test("an array of 10,000 children runs through", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 1000 }) });
  const parent = await given.submit({ arrayProperties: { size: 10_000 } });

  const job = await given.untilFinished(parent);

  expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 10_000 });
});
