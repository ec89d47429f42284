import { createSimulatedRunner, VirtualClock } from "local-aws";
import { SAMPLE_WORKFLOW } from "../../testing/workflow/sample-workflow";
import {
  givenWorkflow,
  INPUT,
  type HistoryEvent,
  type Workflow,
  type WorkflowOptions,
} from "../../testing/workflow/workflow-fixture";

const HOUR_MS = 3_600_000;

let workflow: Workflow | undefined;
afterEach(() => workflow?.close());

async function givenJobOf(hours: number, options: Partial<WorkflowOptions> = {}): Promise<Workflow> {
  const clock = new VirtualClock();
  const runner = createSimulatedRunner(clock, () => ({ runsForMs: hours * HOUR_MS, exitCode: 0 }));
  workflow = await givenWorkflow({ clock, runner, ...options });
  return workflow;
}

/** Lengths of the waits in an execution's history, in seconds. */
function findWaits(events: readonly HistoryEvent[]): number[] {
  const entered = events.filter(({ type }) => type === "WaitStateEntered");
  const exited = events.filter(({ type }) => type === "WaitStateExited");
  return exited.map((event, index) => event.timestamp - (entered[index]?.timestamp ?? NaN));
}

it("runs a job of 365 days at wait_time 1 to SUCCEEDED within the history quota", async () => {
  const { run } = await givenJobOf(365 * 24);

  const { status, events } = await run({ ...INPUT, wait_time: 1 });

  expect(status).toBe("SUCCEEDED");
  expect(events.length).toBeLessThan(25_000);
  expect(events.length).toBeGreaterThan(15_000);
});

it("waits at most wait_time once, exactly wait_time until the 1,200th poll, then at most 1 % of the job's age", async () => {
  const { run } = await givenJobOf(100);

  const { status, events } = await run({ ...INPUT, wait_time: 60 });

  const waits = findWaits(events);
  expect(status).toBe("SUCCEEDED");
  expect(waits[0]).toBeLessThanOrEqual(60);
  expect(waits.slice(1, 1_200).every((seconds) => seconds === 60)).toBe(true);
  expect(waits[1_200]).toBeGreaterThan(60);
  expect(Math.max(...waits)).toBeLessThanOrEqual(100 * 36 + 60);
});

it("spends nine history events on a poll", async () => {
  const { run } = await givenJobOf(1);

  const { events, output } = await run({ ...INPUT, wait_time: 60 });

  const polls = events.filter(({ type }) => type === "WaitStateEntered").length;
  // Started, Submit Job 5, nine a poll, Get Final Job Status 2, succeeded.
  expect(events).toHaveLength(1 + 5 + 9 * polls + 2 + 1);
  expect(JSON.parse(output ?? "")).toMatchObject({ polls, status: "SUCCEEDED" });
});

it("outlives the sample's own fixed loop, which dies of its history after 2,776 polls", async () => {
  const { run } = await givenJobOf(100, SAMPLE_WORKFLOW);

  const { status, error, cause, events } = await run({ ...INPUT, wait_time: 60 });

  expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
  expect(cause).toContain("25000");
  expect(events).toHaveLength(25_000);
  expect(events.filter(({ type }) => type === "WaitStateExited").length).toBeLessThanOrEqual(2_777);
});
