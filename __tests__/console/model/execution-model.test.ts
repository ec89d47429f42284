import { ExecutionModel } from "../../../console/model/execution-model";
import { spentMs } from "../../../console/model/state-runs";
import { renderMermaid } from "../../../console/report/render-mermaid";
import {
  after,
  DEFINITION,
  entered,
  EXECUTION_ARN,
  exited,
  failedExecution,
  givenFailure,
  givenModel,
  number,
  poll,
  started,
  submitted,
  type EventParts,
} from "../../../testing/console/given-history";

const statusesOf = ({ runs }: ExecutionModel) => Object.fromEntries(runs.map(({ name, status }) => [name, status]));

describe("an execution without events", () => {
  it("has status RUNNING, no rows and no result", () => {
    const model = givenModel([]);

    expect(model).toMatchObject({ status: "RUNNING", name: "e-1", rows: [], runs: [], steps: [], phases: [] });
    expect([model.startedAt, model.closedAt, model.input, model.end, model.result]).toEqual(Array(5).fill(undefined));
    expect(model.findRun("Submit Job")).toBeUndefined();
  });
});

describe("the visits of an execution", () => {
  it("counts visits, and measures the time to the next state or to the end", () => {
    const model = givenModel(
      [started, entered("A"), exited("A"), entered("B"), entered("A"), failedExecution("E")],
      "",
    );

    expect(model.runs.map((run) => [run.name, run.visits, spentMs(run, undefined)])).toEqual([
      ["A", 2, 3_000],
      ["B", 1, 1_000],
    ]);
    expect(model.steps).toContainEqual({ from: undefined, to: "A", count: 1 });
    expect(model.steps).toContainEqual({ from: "A", to: "B", count: 1 });
    expect(model.steps).toContainEqual({ from: "A", to: undefined, count: 1 });
  });

  it("includes the current visit up to now", () => {
    const [run] = givenModel([started, entered("A")], "").runs;

    expect(run && spentMs(run, after(61))).toBe(60_000);
    expect(run && spentMs(run, undefined)).toBe(0);
  });

  it("has the status of each state's last visit", () => {
    expect(statusesOf(givenModel(submitted))).toEqual({ "Submit Job": "succeeded" });
    expect(statusesOf(givenModel([...submitted, ...poll(1, "RUNNABLE").slice(0, 1)]))).toMatchObject({
      "Wait X Seconds": "current",
    });
    expect(statusesOf(givenFailure())).toMatchObject({ "Job Complete?": "succeeded", "Job Failed": "failed" });
  });

  it.each([
    ["ExecutionAborted", "aborted"],
    ["ExecutionTimedOut", "timedOut"],
    ["ExecutionFailed", "failed"],
  ] as const)("sets the current state after %s to %s", (type, status) => {
    expect(statusesOf(givenModel([started, entered("Submit Job"), { type }]))).toEqual({ "Submit Job": status });
  });

  it("reports a caught error and the retries before it", () => {
    const scheduled: EventParts = { type: "LambdaFunctionScheduled" };
    const failed: EventParts = {
      type: "LambdaFunctionFailed",
      lambdaFunctionFailedEventDetails: { error: "BatchApi.Client", cause: '{"errorMessage":"no such queue"}' },
    };

    const model = givenModel([
      started,
      entered("Submit Job"),
      ...[scheduled, failed, scheduled, failed, exited("Submit Job"), entered("Explain Failure")],
    ]);

    expect(model.findRun("Submit Job")).toMatchObject({
      status: "caught",
      retries: 1,
      failure: { error: "BatchApi.Client", cause: "no such queue" },
    });
    expect(model.findRun("Explain Failure")?.status).toBe("current");
  });

  it("resumes the last state when the execution is redriven", () => {
    const events = [started, entered("Submit Job"), failedExecution("States.Timeout")];

    const model = givenModel([...events, { type: "ExecutionRedriven" }]);

    expect(model.status).toBe("RUNNING");
    expect(model.findRun("Submit Job")).toMatchObject({ status: "current", since: after(3), failure: undefined });
  });

  it("ignores the states inside a Parallel state", () => {
    const definition = JSON.stringify({
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [{ StartAt: "Inner", States: { Inner: { Type: "Pass", End: true } } }],
          End: true,
        },
      },
    });

    const model = givenModel([started, entered("Both"), entered("Inner"), exited("Inner"), exited("Both")], definition);

    expect(model.runs.map(({ name, status }) => [name, status])).toEqual([["Both", "succeeded"]]);
    expect(model.rows.map((row) => row.kind === "event" && row.stateName)).toEqual([
      undefined,
      "Both",
      "Inner",
      "Inner",
      "Both",
    ]);
  });

  it("renders a Mermaid diagram with counts and escaped names", () => {
    const model = givenModel([entered("A: b; c"), entered("A: b; c"), entered("A: b; c")], "");

    expect(renderMermaid(model)).toBe(
      ["stateDiagram-v2", "  s1: A#58; b#59; c", "  [*] --> s1", "  s1 --> s1: 2 times"].join("\n"),
    );
  });
});

describe("the collapsed history", () => {
  it("merges identical polls, and keeps the last poll and other events separate", () => {
    const { rows } = givenFailure();

    const loops = rows.flatMap((row) => (row.kind === "loop" ? [row] : []));
    expect(loops.map((row) => [row.firstIteration, row.lastIteration, row.jobStatus, row.leadsTo])).toEqual([
      [1, 1, "RUNNABLE", undefined],
      [2, 3, "RUNNING", undefined],
      [4, 4, "RUNNING", "Job Failed"],
    ]);
    expect(loops[1]).toMatchObject({
      states: ["Wait X Seconds", "Get Job Status", "Job Complete?"],
      firstEventId: 16,
      lastEventId: 33,
      from: after(15),
      to: after(32),
      isPoll: true,
      isOpen: false,
    });
    expect(rows.filter(({ kind }) => kind === "event")).toHaveLength(8);
    expect(rows.at(-1)).toMatchObject({ type: "ExecutionFailed", tone: "bad", detail: "BatchJob.UserError" });
  });

  it("shows the poll in progress in a separate row", () => {
    const { rows } = givenModel([
      ...submitted,
      ...poll(1, "RUNNING"),
      ...poll(2, "RUNNING"),
      ...poll(3, "x").slice(0, 1),
    ]);

    expect(rows.at(-2)).toMatchObject({ firstIteration: 1, lastIteration: 2 });
    expect(rows.at(-1)).toMatchObject({ firstIteration: 3, isOpen: true, states: ["Wait X Seconds"] });
  });

  it("keeps a retried poll separate", () => {
    const failed: EventParts = { type: "LambdaFunctionFailed", lambdaFunctionFailedEventDetails: { error: "E" } };
    const retried = poll(2, "RUNNING").toSpliced(4, 1, failed, { type: "LambdaFunctionScheduled" });

    const { rows } = givenModel([...submitted, ...poll(1, "RUNNING"), ...retried, ...poll(3, "RUNNING"), started]);

    const loops = rows.flatMap((row) => (row.kind === "loop" ? [row] : []));
    expect(loops.map(({ failures, firstIteration }) => [firstIteration, failures])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  it("closes the poll when the execution is aborted, and shows the reason in the last row", () => {
    const { rows } = givenModel([
      ...submitted,
      ...poll(1, "RUNNING").slice(0, 1),
      { type: "ExecutionAborted", executionAbortedEventDetails: { error: "Poller.Stopped", cause: "wrong input" } },
    ]);

    expect(rows.at(-2)).toMatchObject({ kind: "loop", isOpen: false, leadsTo: undefined });
    expect(rows.at(-1)).toMatchObject({ type: "ExecutionAborted", detail: "Poller.Stopped: wrong input" });
  });

  it("shows an Error without a Cause alone", () => {
    const { rows } = givenModel([
      ...submitted,
      { type: "ExecutionAborted", executionAbortedEventDetails: { error: "Poller.Stopped", cause: "" } },
    ]);

    expect(rows.at(-1)).toMatchObject({ detail: "Poller.Stopped" });
  });

  it("returns each event of a collapsed row", () => {
    const model = givenFailure();

    expect(
      model
        .describeEvents(7, 15)
        .map(({ type, stateName }) => [type, stateName])
        .slice(0, 4),
    ).toEqual([
      ["WaitStateEntered", "Wait X Seconds"],
      ["WaitStateExited", "Wait X Seconds"],
      ["TaskStateEntered", "Get Job Status"],
      ["LambdaFunctionScheduled", "Get Job Status"],
    ]);
    expect(model.describeEvents(10, 10)[0]?.detail).toBe("arn:check");
  });

  it("names the service that a task calls", () => {
    const { rows } = givenModel([
      {
        type: "TaskScheduled",
        taskScheduledEventDetails: { resourceType: "batch", resource: "submitJob.sync", region: "", parameters: "" },
      },
    ]);

    expect(rows[0]).toMatchObject({ detail: "batch:submitJob.sync", tone: "plain" });
  });
});

describe("events that arrive in parts", () => {
  it("builds the same model from parts, with repeated events and timestamps as text", () => {
    const events = givenFailure().events;
    const model = new ExecutionModel({ executionArn: EXECUTION_ARN, definition: DEFINITION });

    for (let end = 1; end <= events.length; end += 4)
      model.append(
        events
          .slice(Math.max(0, end - 8), end)
          .map((event) => ({ ...event, timestamp: event.timestamp?.toISOString() })),
      );
    model.append(events);

    const whole = givenFailure();
    expect(model.rows).toEqual(whole.rows);
    expect(model.runs).toEqual(whole.runs);
    expect(model.phases).toEqual(whole.phases);
    expect(model.timeline).toEqual(whole.timeline);
    expect(model.lastEventId).toBe(events.length);
  });

  it("uses the time of the previous event if a timestamp is invalid", () => {
    const model = new ExecutionModel({ executionArn: EXECUTION_ARN });

    model.append([...number([started]), { id: 2, type: "TaskStateEntered", timestamp: "soon" }]);

    expect(model.rows[1]).toMatchObject({ at: after(0) });
  });

  it("collapses a full history of 25,000 events", () => {
    const polls = Array.from({ length: 2_776 }, (_, index) => poll(index + 1, index < 100 ? "RUNNABLE" : "RUNNING"));

    const model = givenModel([...submitted, ...polls.flat()]);

    expect(model.events.length).toBe(24_990);
    expect(model.rows.length).toBe(6 + 3);
    expect(model.findRun("Get Job Status")?.visits).toBe(2_776);
  });
});
