import type { Pipeline } from "../support/pipeline";
import { expectEnd, statusOf, scenario } from "../support/story";

/** Smoke tests that a person starts. */
export function smokeByHand(pipeline: () => Pipeline): void {
  scenario("smoke test by hand: with an input, a wait_time and a name of its own", async () => {
    const input = {
      jobName: "by-hand",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      containerOverrides: { environment: [{ name: "EXIT_CODE", value: "0" }] },
    };

    const inputs = {
      environment: "dev",
      input: JSON.stringify(input),
      "wait-time": "5",
      "execution-name": "by-hand-1",
    };
    const end = await pipeline().start("smoke.yml", { inputs: { ...inputs, expect: "SUCCEEDED" } });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-smoke-us-east-1 in us-east-1");
    expect(await statusOf(pipeline(), "by-hand-1")).toBe("SUCCEEDED");
  });

  scenario("smoke test that is cancelled: its execution is stopped", async () => {
    const input = {
      jobName: "cancelled",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      containerOverrides: { command: ["sleep", "600"] },
    };
    const inputs = { environment: "dev", input: JSON.stringify(input), "execution-name": "cancelled-1" };
    const cancel = new AbortController();
    let log = "";

    const end = await pipeline().start("smoke.yml", {
      inputs: { ...inputs, "wait-time": "", expect: "SUCCEEDED" },
      cancel: cancel.signal,
      onOutput: (text) => {
        log += text;
        if (log.includes("RUNNING")) cancel.abort();
      },
    });

    expectEnd(end, "red");
    expect(await statusOf(pipeline(), "cancelled-1")).toBe("ABORTED");
  });
}
