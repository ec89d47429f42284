import { VirtualClock } from "../../src/clock";
import { call, closeEndpoints, create, functionArn, givenEndpoint, run } from "./fixtures";

afterEach(closeEndpoints);

const loop = {
  StartAt: "Wait",
  States: {
    Wait: { Type: "Wait", SecondsPath: "$.wait", Next: "Check" },
    Check: { Type: "Task", Resource: functionArn("check"), Parameters: { "polls.$": "$.polls" }, Next: "Complete?" },
    "Complete?": {
      Type: "Choice",
      Choices: [{ Variable: "$.done", BooleanEquals: true, Next: "Done" }],
      Default: "Wait",
    },
    Done: { Type: "Succeed" },
  },
};

/** Polls with a doubling wait, so that `polls` of them use a given share of the history. */
const check = (last: number, waitSeconds: number) => (event: unknown) => {
  const polls = typeof event === "object" && event !== null && "polls" in event ? Number(event.polls) + 1 : 0;
  return Promise.resolve({ polls, wait: waitSeconds, done: polls >= last });
};

describe("load", () => {
  it("runs a year of 2,220 polls on the virtual clock", async () => {
    const waitSeconds = Math.ceil((365 * 86_400) / 2220);
    const endpoint = await givenEndpoint({ check: check(2220, waitSeconds) });

    const { status, startDate, stopDate, events } = await run(endpoint, loop, { polls: 0, wait: waitSeconds });

    expect(status).toBe("SUCCEEDED");
    expect(((stopDate ?? 0) - startDate) / 86_400).toBeGreaterThanOrEqual(365);
    expect(events).toHaveLength(1 + 2220 * 9 + 2 + 1);
  });

  it("runs 2,000 executions concurrently", async () => {
    const clock = new VirtualClock();
    const endpoint = await givenEndpoint({ check: check(3, 60) }, { clock });
    const stateMachineArn = await create(endpoint, loop);
    let ended = 0;
    const allEnded = new Promise<void>((resolve) => {
      endpoint.onExecutionStatusChange(({ detail }) => {
        if (detail.status === "SUCCEEDED" && ++ended === 2000) resolve();
      });
    });

    for (let index = 0; index < 2000; index += 1)
      await call(endpoint, "StartExecution", { stateMachineArn, name: `e${index}`, input: '{"polls":0,"wait":60}' });
    await allEnded;

    const { executions } = await call(endpoint, "ListExecutions", {
      stateMachineArn,
      statusFilter: "SUCCEEDED",
      maxResults: 1000,
    });
    expect(executions).toHaveLength(1000);
  });
});
