import { VirtualClock } from "../../../src/clock";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

it("keeps a job PENDING until its dependency has succeeded", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 100_000 }) });
  const first = await given.submit();

  const second = await given.submit({ dependsOn: [{ jobId: first }] });
  await given.untilStatus(first, "RUNNING");
  const waiting = await given.describe(second);
  const done = await given.untilFinished(second);

  expect(waiting).toMatchObject({ status: "PENDING", dependsOn: [{ jobId: first }] });
  expect(done.status).toBe("SUCCEEDED");
  expect(done.startedAt ?? 0).toBeGreaterThanOrEqual((await given.describe(first)).stoppedAt ?? Infinity);
});

it("fails a job with the reason of Batch, without running it, when its dependency fails", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 1 }) });
  const first = await given.submit();

  const done = await given.untilFinished(await given.submit({ dependsOn: [{ jobId: first }] }));

  expect(done).toMatchObject({ status: "FAILED", statusReason: "Dependent Job failed", attempts: [] });
});

it("accepts a dependency that has already ended", async () => {
  const given = await givenBatch();
  const first = await given.submit();
  await given.untilFinished(first);

  const second = await given.untilFinished(await given.submit({ dependsOn: [{ jobId: first }] }));

  expect(second.status).toBe("SUCCEEDED");
});

it("runs the children of an array job sequentially with SEQUENTIAL", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 0, runsForMs: 10_000 }) });

  const parent = await given.submit({ arrayProperties: { size: 3 }, dependsOn: [{ type: "SEQUENTIAL" }] });
  await given.untilFinished(parent);
  const children = await Promise.all([0, 1, 2].map((index) => given.describe(`${parent}:${index}`)));

  expect(children[1]?.startedAt ?? 0).toBeGreaterThan(children[0]?.stoppedAt ?? Infinity);
  expect(children[2]?.startedAt ?? 0).toBeGreaterThan(children[1]?.stoppedAt ?? Infinity);
});

it("fails all children after a failed one with SEQUENTIAL", async () => {
  const given = await givenBatch({ simulate: ({ arrayIndex }) => ({ exitCode: arrayIndex === 0 ? 0 : 1 }) });

  const parent = await given.submit({ arrayProperties: { size: 3 }, dependsOn: [{ type: "SEQUENTIAL" }] });
  const done = await given.untilFinished(parent);
  const last = await given.describe(`${parent}:2`);

  expect(done.statusReason).toBe("Array Child Job failed");
  expect(last).toMatchObject({ status: "FAILED", statusReason: "Dependent Job failed" });
});

it("accepts SEQUENTIAL with a job ID for a job without an array, and waits for that job", async () => {
  const given = await givenBatch();
  const first = await given.submit({ jobName: "first" });
  const second = await given.submit({ jobName: "second", dependsOn: [{ jobId: first, type: "SEQUENTIAL" }] });

  const ended = await given.untilFinished(second);

  expect(ended).toMatchObject({ status: "SUCCEEDED", dependsOn: [{ jobId: first, type: "SEQUENTIAL" }] });
  expect(ended.startedAt).toBeGreaterThan((await given.describe(first)).stoppedAt ?? Infinity);
});

it("makes each child wait only for the child of the same index with N_TO_N", async () => {
  const runsForMs = [1000, 500_000];
  const given = await givenBatch({
    simulate: ({ jobName, arrayIndex = 0 }) => ({
      exitCode: 0,
      runsForMs: jobName === "first" ? (runsForMs[arrayIndex] ?? 0) : 0,
    }),
  });

  const first = await given.submit({ jobName: "first", arrayProperties: { size: 2 } });
  const second = await given.submit({ arrayProperties: { size: 2 }, dependsOn: [{ jobId: first, type: "N_TO_N" }] });
  const early = await given.untilFinished(`${second}:0`);
  const firstStatus = (await given.describe(`${first}:1`)).status;
  await given.untilFinished(second);

  expect(early.status).toBe("SUCCEEDED");
  expect(firstStatus).toBe("RUNNING");
  expect((await given.describe(`${second}:1`)).startedAt ?? 0).toBeGreaterThan(
    (await given.describe(`${first}:1`)).stoppedAt ?? Infinity,
  );
});

it("fails with N_TO_N when the other array job ends before it has children", async () => {
  const clock = new VirtualClock();
  const given = await givenBatch({ clock, lifeCycle: { submittedMs: 1000 } });
  const first = await given.submit({ arrayProperties: { size: 2 } });
  await clock.sleep(500);
  const second = await given.submit({ arrayProperties: { size: 2 }, dependsOn: [{ jobId: first, type: "N_TO_N" }] });

  await given.call("TerminateJob", { jobId: first, reason: "not needed" });
  const done = await given.untilFinished(second);

  expect(done).toMatchObject({ status: "FAILED", statusReason: "Dependent Job failed" });
});

it.each([
  ["21 jobs", { dependsOn: Array.from({ length: 21 }, () => ({ jobId: "x" })) }, "dependsOn must have at most 20 jobs"],
  ["an unknown job", { dependsOn: [{ jobId: "nowhere" }] }, "dependsOn job nowhere does not exist"],
  ["neither job nor type", { dependsOn: [{}] }, "must have a jobId, or type SEQUENTIAL"],
  ["N_TO_N without a job", { dependsOn: [{ type: "N_TO_N" }] }, "must have a jobId"],
  ["SEQUENTIAL without an array", { dependsOn: [{ type: "SEQUENTIAL" }] }, "is only for array jobs"],
])("rejects dependencies with %s", async (_, input, expected) => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", { jobName: "j", jobQueue: "q", jobDefinition: "d", ...input });

  expect(message).toContain(expected);
});

it("rejects N_TO_N between arrays of different sizes", async () => {
  const given = await givenBatch();
  const first = await given.submit({ arrayProperties: { size: 2 } });

  const message = await given.refusal("SubmitJob", {
    jobName: "j",
    jobQueue: "q",
    jobDefinition: "d",
    arrayProperties: { size: 3 },
    dependsOn: [{ jobId: first, type: "N_TO_N" }],
  });

  expect(message).toContain(`dependsOn job ${first} of type N_TO_N must be an array job of size 3`);
});
