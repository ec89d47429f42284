import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const TOO_BIG = {
  containerOverrides: {
    resourceRequirements: [
      { type: "VCPU", value: "8" },
      { type: "MEMORY", value: "16384" },
    ],
  },
};
const MISCONFIGURATION = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";

it("keeps a job that is larger than its compute environment in RUNNABLE, with the reason", async () => {
  const given = await givenBatch();
  const jobId = await given.submit(TOO_BIG);
  await given.untilStatus(jobId, "RUNNABLE");

  await given.clock.sleep(86_400_000);
  const job = await given.describe(jobId);

  expect(job.status).toBe("RUNNABLE");
  expect(job.statusReason).toContain(`${MISCONFIGURATION} - `);
});

it("cancels a stuck job after the time of the queue's jobStateTimeLimitAction", async () => {
  const given = await givenBatch();
  const action = { reason: MISCONFIGURATION, state: "RUNNABLE", maxTimeSeconds: 600, action: "CANCEL" };
  await given.call("UpdateJobQueue", { jobQueue: "q", jobStateTimeLimitActions: [action] });

  const job = await given.untilFinished(await given.submit(TOO_BIG));

  expect(job).toMatchObject({
    status: "FAILED",
    statusReason: `Canceled by JobStateTimeLimit action due to reason: ${MISCONFIGURATION}`,
  });
  const runnable = given.changes.find(({ status }) => status === "RUNNABLE");
  expect((job.stoppedAt ?? 0) - (runnable?.atMs ?? 0)).toBe(600_000);
});

it("terminates and cancels stuck jobs", async () => {
  const given = await givenBatch();
  const [one, other] = [await given.submit(TOO_BIG), await given.submit(TOO_BIG)];
  await given.untilStatus(other, "RUNNABLE");

  await given.call("TerminateJob", { jobId: one, reason: "too big" });
  await given.call("CancelJob", { jobId: other, reason: "too big as well" });

  expect((await given.untilFinished(one)).statusReason).toBe("too big");
  expect((await given.untilFinished(other)).statusReason).toBe("too big as well");
});
