import { VirtualClock } from "../../src/clock";
import { closeEndpoints, functionArn, givenEndpoint, run, single, summarize } from "./fixtures";
import { containing } from "../../../../testing/matchers";

afterEach(closeEndpoints);

const fails = (name: string, times = Number.POSITIVE_INFINITY) => {
  let count = 0;
  return () =>
    ++count <= times ? Promise.reject(Object.assign(new Error(`failure ${count}`), { name })) : Promise.resolve(count);
};

describe("Retry", () => {
  const task = { Type: "Task", Resource: functionArn("work"), ResultPath: "$.r" };

  it("retries with increasing waits, without entering the state again", async () => {
    const endpoint = await givenEndpoint({ work: fails("Busy", 2) });
    const Retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 5 }];

    const { events, output } = await run(endpoint, single({ ...task, Retry }));

    expect(summarize(events).slice(1)).toEqual([
      "2<0 TaskStateEntered",
      "3<2 LambdaFunctionScheduled",
      "4<3 LambdaFunctionStarted",
      "5<4 LambdaFunctionFailed",
      "6<5 LambdaFunctionScheduled",
      "7<6 LambdaFunctionStarted",
      "8<7 LambdaFunctionFailed",
      "9<8 LambdaFunctionScheduled",
      "10<9 LambdaFunctionStarted",
      "11<10 LambdaFunctionSucceeded",
      "12<11 TaskStateExited",
      "13<12 ExecutionSucceeded",
    ]);
    const times = events.map(({ timestamp }) => timestamp - (events[0]?.timestamp ?? 0));
    expect([times[5], times[8]]).toEqual([2, 8]);
    expect(output).toEqual({ r: 3 });
  });

  it("increments RetryCount and keeps EnteredTime", async () => {
    const seen: unknown[] = [];
    const work = fails("Busy", 2);
    const endpoint = await givenEndpoint({ work: (event) => (seen.push(event), work()) });
    const Parameters = { "n.$": "$$.State.RetryCount", "t.$": "$$.State.EnteredTime" };

    await run(endpoint, single({ ...task, Parameters, Retry: [{ ErrorEquals: ["States.ALL"] }] }));

    const t = "2026-01-01T00:00:00.000Z";
    expect(seen).toEqual([
      { n: 0, t },
      { n: 1, t },
      { n: 2, t },
    ]);
  });

  it.each([
    ["three times by default, after 1, 2 and 4 s", {}, [1, 3, 7]],
    ["not at all with MaxAttempts 0", { MaxAttempts: 0 }, []],
    ["after at most MaxDelaySeconds", { MaxDelaySeconds: 2, MaxAttempts: 4 }, [1, 3, 5, 7]],
    ["after a share of the wait with FULL jitter", { JitterStrategy: "FULL" }, [0.5, 1.5, 3.5]],
  ])("retries %s", async (_, settings, expected) => {
    const endpoint = await givenEndpoint({ work: fails("Busy") }, { random: { next: () => 0.5 } });

    const { events } = await run(endpoint, single({ ...task, Retry: [{ ErrorEquals: ["Busy"], ...settings }] }));

    const scheduled = events.filter(({ type }) => type === "LambdaFunctionScheduled").slice(1);
    expect(scheduled.map(({ timestamp }) => timestamp - (events[0]?.timestamp ?? 0))).toEqual(expected);
  });

  it("counts the retries of each retrier separately", async () => {
    const errors = ["A", "B", "A", "B"];
    const endpoint = await givenEndpoint({
      work: () => {
        const name = errors.shift();
        return name === undefined ? Promise.resolve("done") : Promise.reject(Object.assign(new Error(), { name }));
      },
    });
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 2 },
    ];

    expect((await run(endpoint, single({ ...task, Retry }))).output).toEqual({ r: "done" });
  });
});

describe("Catch", () => {
  const caught = (error: string, ErrorEquals: string[], more: object = {}) => ({
    StartAt: "Work",
    States: {
      Work: {
        Type: "Task",
        Resource: functionArn(error),
        Catch: [{ ErrorEquals, Next: "Caught", ...more }],
        End: true,
      },
      Caught: { Type: "Pass", End: true },
    },
  });

  it("continues with error and cause at ResultPath", async () => {
    const endpoint = await givenEndpoint({ work: fails("Busy") });

    const { output, events } = await run(endpoint, caught("work", ["Busy"], { ResultPath: "$.error" }), { a: 1 });

    expect(output).toEqual({ a: 1, error: { Error: "Busy", Cause: containing("failure 1") } });
    expect(summarize(events).slice(4, 7)).toEqual([
      "5<4 LambdaFunctionFailed",
      "6<5 TaskStateExited",
      "7<6 PassStateEntered",
    ]);
  });

  it("keeps the input for a Pass state after any error", async () => {
    const endpoint = await givenEndpoint({ work: fails("Busy") });
    const Parameters = {
      "error.$": "$.caught.Error",
      "text.$": "States.Format('job {} failed with {}', $.jobId, $.caught.Error)",
      "cause.$": "States.JsonToString($.job)",
    };
    const Task = {
      Type: "Task",
      Resource: functionArn("work"),
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.caught", Next: "Render" }],
      End: true,
    };
    const definition = { StartAt: "Task", States: { Task, Render: { Type: "Pass", Parameters, End: true } } };

    const { output } = await run(endpoint, definition, { jobId: "abc", job: { status: "FAILED" } });

    expect(output).toEqual({ error: "Busy", text: "job abc failed with Busy", cause: '{"status":"FAILED"}' });
  });

  it.each([
    ["Busy", "States.ALL", true],
    ["Busy", "States.TaskFailed", true],
    ["Busy", "Other", false],
    ["States.Timeout", "States.ALL", true],
    ["States.Timeout", "States.TaskFailed", false],
    ["States.DataLimitExceeded", "States.ALL", true],
    ["States.DataLimitExceeded", "States.TaskFailed", false],
    ["States.DataLimitExceeded", "States.DataLimitExceeded", true],
    ["States.Runtime", "States.Runtime", false],
    ["States.Runtime", "States.ALL", false],
  ])("matches %s with %s: %s", async (error, equals, isCaught) => {
    const endpoint = await givenEndpoint({ work: fails(error) });

    expect((await run(endpoint, caught("work", [equals]))).status).toBe(isCaught ? "SUCCEEDED" : "FAILED");
  });

  it("can assign variables", async () => {
    const endpoint = await givenEndpoint({ work: fails("Busy") });
    const definition = caught("work", ["Busy"], { Assign: { "why.$": "$.Error" } });
    const states = { ...definition.States, Caught: { Type: "Pass", Parameters: { "why.$": "$why" }, End: true } };

    expect((await run(endpoint, { ...definition, States: states })).output).toEqual({ why: "Busy" });
  });
});

describe("TimeoutSeconds of a task", () => {
  const hangs = () => new Promise<unknown>(() => undefined);

  it.each([
    ["a function's ARN", { Resource: functionArn("work") }, "LambdaFunctionTimedOut"],
    [
      "the integration",
      { Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "work" } },
      "TaskTimedOut",
    ],
  ])("ends a task on %s with States.Timeout and no cause", async (_, task, type) => {
    const lambdaClock = new VirtualClock();
    const endpoint = await givenEndpoint({ work: hangs }, { lambdaClock });

    const { events, status, error, cause } = await run(endpoint, single({ Type: "Task", TimeoutSeconds: 5, ...task }));

    expect(summarize(events).slice(4)).toEqual([`5<4 ${type}`, "6<5 ExecutionFailed"]);
    expect({ status, error, cause }).toEqual({ status: "FAILED", error: "States.Timeout", cause: undefined });
    expect(lambdaClock.now() - new VirtualClock().now()).toBe(5000);
  });

  it("reads the limit from TimeoutSecondsPath, adds it to the history, and has an empty cause for Catch", async () => {
    const endpoint = await givenEndpoint({ work: hangs }, { lambdaClock: new VirtualClock() });
    const states = {
      Work: {
        Type: "Task",
        Resource: functionArn("work"),
        TimeoutSecondsPath: "$.limit",
        Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Late" }],
        End: true,
      },
      Late: { Type: "Pass", End: true },
    };

    const { events, output } = await run(endpoint, { StartAt: "Work", States: states }, { limit: 3 });

    expect(events[2]).toMatchObject({ lambdaFunctionScheduledEventDetails: { timeoutInSeconds: 3 } });
    expect(output).toEqual({ Error: "States.Timeout", Cause: "" });
  });

  it.each([0, 1.5, "3"])("rejects the value %j of TimeoutSecondsPath", async (limit) => {
    const endpoint = await givenEndpoint({ work: hangs });
    const task = { Type: "Task", Resource: functionArn("work"), TimeoutSecondsPath: "$.limit" };

    expect((await run(endpoint, single(task), { limit })).cause).toContain("must refer to a positive integer");
  });

  it("does not affect a task that ends in time", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve("ok") });

    const task = { Type: "Task", Resource: functionArn("work"), TimeoutSeconds: 5 };
    expect((await run(endpoint, single(task))).output).toBe("ok");
  });
});

describe("TimeoutSeconds of the state machine", () => {
  it("ends the execution as TIMED_OUT, with the reason only in the history", async () => {
    const endpoint = await givenEndpoint();

    const result = await run(endpoint, single({ Type: "Wait", Seconds: 25 }, { TimeoutSeconds: 3 }));

    expect(result.status).toBe("TIMED_OUT");
    expect(result.error).toBeUndefined();
    expect((result.stopDate ?? 0) - result.startDate).toBe(3);
    expect(summarize(result.events)).toEqual(["1<0 ExecutionStarted", "2<0 WaitStateEntered", "3<0 ExecutionTimedOut"]);
    expect(result.events[2]).toMatchObject({ executionTimedOutEventDetails: { error: "States.Timeout" } });
  });
});

describe("a task whose function does not exist", () => {
  it("fails and lists the existing functions", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve(1) });

    const { error, cause } = await run(endpoint, single({ Type: "Task", Resource: functionArn("other") }));

    expect(error).toBe("Lambda.ResourceNotFoundException");
    expect(cause).toContain(`Function not found: ${functionArn("other")}; local functions:`);
  });
});
