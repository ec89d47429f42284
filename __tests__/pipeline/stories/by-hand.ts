import { findLock, holdLock } from "../support/held-lock";
import { CANARIES, expectEnd, scenario, statusOf } from "../support/story";

const input = {
  jobName: "by-hand",
  jobDefinition: "job-status-poller-dev",
  jobQueue: "job-status-poller-dev",
};

export const smokeByHand = scenario(
  "manual smoke test: uses the given input, wait_time and execution name",
  async (pipeline) => {
    const succeeding = { ...input, containerOverrides: { environment: [{ name: "EXIT_CODE", value: "0" }] } };

    const inputs = { environment: "dev", input: JSON.stringify(succeeding), "wait-time": "5", expect: "SUCCEEDED" };
    const end = await pipeline.start("smoke.yml", { inputs: { ...inputs, "execution-name": "by-hand-1" } });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-smoke-us-east-1 in us-east-1");
    expect(await statusOf(pipeline, "by-hand-1")).toBe("SUCCEEDED");
  },
);

export const cancelledSmoke = scenario("cancelled smoke test: stops its execution", async (pipeline) => {
  const sleeping = { ...input, containerOverrides: { command: ["sleep", "600"] } };
  const inputs = { environment: "dev", input: JSON.stringify(sleeping), "wait-time": "", expect: "SUCCEEDED" };
  const cancel = new AbortController();
  let log = "";

  const end = await pipeline.start("smoke.yml", {
    inputs: { ...inputs, "execution-name": "cancelled-1" },
    cancel: cancel.signal,
    onOutput: (text) => {
      log += text;
      if (log.includes("RUNNING")) cancel.abort();
    },
  });

  expectEnd(end, "red");
  expect(await statusOf(pipeline, "cancelled-1")).toBe("ABORTED");
});

export const unlocked = scenario(
  "unlock: shows the lock, releases nothing for another lock ID, and releases the lock for its ID",
  async (pipeline) => {
    const lockId = await holdLock(pipeline, "job-poller");
    const unlock = (id: string) =>
      pipeline.start("operate.yml", {
        inputs: { environment: "dev", command: "unlock", stack: "job-poller", "lock-id": id },
      });

    const refused = await unlock("00000000-0000-0000-0000-000000000000");
    const heldAfterwards = await findLock(pipeline, "job-poller");
    const end = await unlock(lockId);

    expectEnd(refused, "red");
    expect(refused.log).toContain(`job-poller-dev is locked by ann@laptop`);
    expect(refused.log).toContain("does not have the lock 00000000-0000-0000-0000-000000000000");
    expect(refused.log).not.toContain("assumed job-status-poller-dev-apply-");
    expect(heldAfterwards).toContain(lockId);
    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(await findLock(pipeline, "job-poller")).toBeUndefined();
  },
);

export const stateShown = scenario(
  "state: shows a deployed function without the values of its environment variables",
  async (pipeline) => {
    const where = ["--environment", "dev", "--stack", "job-poller"];
    const { stdout } = await pipeline.clone.poller(["state", "list", ...where]);
    const [address = ""] = /^aws_lambda_function\.submit-job.*$/m.exec(stdout) ?? [];

    const inputs = { environment: "dev", stack: "job-poller", command: "show", address };
    const end = await pipeline.start("operate.yml", { inputs });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-main-plan-us-east-1 in us-east-1");
    expect(end.log).toContain("API_TOKEN");
    expect(CANARIES.filter((canary) => end.log.includes(canary))).toEqual([]);
  },
);

export const nothingShown = scenario(
  "logs, summaries, comments, issues and artefacts: contain no secret values",
  (pipeline) => {
    const shown = pipeline.everythingShown();

    expect(shown.length).toBeGreaterThan(100_000);
    expect(CANARIES.filter((canary) => shown.includes(canary))).toEqual([]);
    return Promise.resolve();
  },
);
