import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

it("keeps the parent PENDING while its children run, and counts them in statusSummary", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 60_000 }) });
  const parent = await given.submit({ arrayProperties: { size: 3 } });

  await given.untilStatus(`${parent}:2`, "RUNNING");
  const job = await given.describe(parent);

  expect(job.status).toBe("PENDING");
  expect(job.arrayProperties).toMatchObject({ size: 3, statusSummary: { RUNNING: 3, SUCCEEDED: 0 } });
});

it("moves the parent to SUCCEEDED when all children succeed", async () => {
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

it("moves the parent to FAILED after all children have ended, if one failed", async () => {
  const given = await givenBatch({
    simulate: ({ arrayIndex = 0 }) => ({ exitCode: arrayIndex === 0 ? 1 : 0, runsForMs: 1000 * arrayIndex }),
  });

  const job = await given.untilFinished(await given.submit({ arrayProperties: { size: 3 } }));

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Array Child Job failed" });
  expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 2, FAILED: 1 });
});

it("terminates all children with the reason given for the parent", async () => {
  const given = await givenBatch({ simulate: () => ({ runsForMs: Number.POSITIVE_INFINITY }) });
  const parent = await given.submit({ arrayProperties: { size: 2 } });
  await given.untilStatus(`${parent}:1`, "RUNNING");

  await given.call("TerminateJob", { jobId: parent, reason: "enough" });
  const job = await given.untilFinished(parent);

  expect(job).toMatchObject({ status: "FAILED", statusReason: "enough", isTerminated: true });
  expect(await given.describe(`${parent}:0`)).toMatchObject({ status: "FAILED", statusReason: "enough" });
});

it("cancels the children that have not started when the parent is cancelled", async () => {
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

it("moves the parent to FAILED with the reason of Batch when its dependency fails", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 1 }) });
  const first = await given.submit();

  const job = await given.untilFinished(
    await given.submit({ arrayProperties: { size: 2 }, dependsOn: [{ jobId: first }] }),
  );

  expect(job).toMatchObject({ status: "FAILED", statusReason: "Dependent Job failed" });
});

it.each([1, 10_001])("rejects an array of size %d", async (size) => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", {
    jobName: "j",
    jobQueue: "q",
    jobDefinition: "d",
    arrayProperties: { size },
  });

  expect(message).toContain(`arrayProperties.size must be between 2 and 10000, got ${size}`);
});

it("runs an array of 10,000 children", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 1000 }) });
  const parent = await given.submit({ arrayProperties: { size: 10_000 } });

  const job = await given.untilFinished(parent);

  expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 10_000 });
});
