import { z } from "zod";
import { VirtualClock } from "../../src/clock";
import type { StepFunctionsEndpointOptions } from "../../src/step-functions/step-functions-endpoint";
import {
  call,
  closeEndpoints,
  create,
  functionArn,
  givenEndpoint,
  historyOf,
  run,
  single,
  summarize,
  waitForEnd,
} from "./fixtures";

afterEach(closeEndpoints);

const RESOURCE = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const TASK = {
  Type: "Task",
  Resource: RESOURCE,
  Parameters: { FunctionName: functionArn("notify"), Payload: { "token.$": "$$.Task.Token" } },
};
const CAUGHT = { Type: "Pass", End: true };

const payloadSchema = z.object({ token: z.string() });
type Send = (
  operation: string,
  more?: object,
) => Promise<{ __type?: string | undefined; message?: string | undefined }>;

/** Endpoint whose function `notify` passes each token to `onToken`, with a function that returns the token. */
async function given(
  onToken: (token: string, send: Send, clock: VirtualClock) => Promise<unknown> = () => Promise.resolve(null),
  options: Partial<StepFunctionsEndpointOptions> = {},
) {
  const clock = new VirtualClock();
  const tokens: string[] = [];
  const endpoint = await givenEndpoint(
    {
      notify: (event) => {
        const { token } = payloadSchema.parse(event);
        tokens.push(token);
        return onToken(
          token,
          (operation, more = {}) => call(endpoint, operation, { taskToken: token, ...more }),
          clock,
        );
      },
    },
    { clock, ...options },
  );
  return { endpoint, clock, tokens };
}

/** Sends an operation some time after the function has returned. */
const after =
  (seconds: number, operation: string, more: object = {}) =>
  (_: string, send: Send, clock: VirtualClock): Promise<null> => {
    void clock.sleep(seconds * 1000).then(() => send(operation, more));
    return Promise.resolve(null);
  };

const details = (events: readonly Record<string, unknown>[], key: string) =>
  events.flatMap((event) => (event[key] === undefined ? [] : [event[key]]));

describe("a task with .waitForTaskToken", () => {
  it("writes the events that AWS records and ends with the reported output", async () => {
    const { endpoint, clock, tokens } = await given(after(60, "SendTaskSuccess", { output: '"done"' }));

    const { output, events } = await run(endpoint, single(TASK));

    expect(output).toBe("done");
    expect(summarize(events)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSubmitted",
      "6<5 TaskSucceeded",
      "7<6 TaskStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    const service = { resource: "invoke.waitForTaskToken", resourceType: "lambda" };
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { ...service, region: "eu-west-1" } });
    expect(JSON.stringify(events[2])).not.toContain("InSeconds");
    expect(JSON.stringify(events[2])).toContain(tokens[0]);
    expect(events[3]).toMatchObject({ taskStartedEventDetails: service });
    expect(events[4]).toMatchObject({ taskSubmittedEventDetails: { ...service, outputDetails: { truncated: false } } });
    expect(details(events, "taskSucceededEventDetails")).toEqual([
      { ...service, output: '"done"', outputDetails: { truncated: false } },
    ]);
    expect(clock.now() - Date.parse("2026-01-01T00:00:00Z")).toBe(60_000);
  });

  it("gives the reply of the function in TaskSubmitted", async () => {
    const { endpoint } = await given((_, send, clock) => {
      void clock.sleep(1000).then(() => send("SendTaskSuccess", { output: "{}" }));
      return Promise.resolve({ stored: true });
    });

    const { events } = await run(endpoint, single(TASK));

    expect(JSON.stringify(details(events, "taskSubmittedEventDetails"))).toContain(String.raw`\"stored\":true`);
  });

  it("has a token of at most 2,048 characters, and another one for each task", async () => {
    const { endpoint, tokens } = await given(after(1, "SendTaskSuccess", { output: "1" }));
    const definition = {
      StartAt: "A",
      States: { A: { ...TASK, ResultPath: "$.a", Next: "B" }, B: { ...TASK, ResultPath: "$.b", End: true } },
    };

    const { output } = await run(endpoint, definition, {});

    expect(output).toEqual({ a: 1, b: 1 });
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.every((token) => token.length > 400 && token.length <= 2048)).toBe(true);
  });

  it("has its token as $states.context.Task.Token in JSONata", async () => {
    const { endpoint, tokens } = await given(after(1, "SendTaskSuccess", { output: '{"ok":true}' }));
    const Arguments = { FunctionName: functionArn("notify"), Payload: { token: "{% $states.context.Task.Token %}" } };

    const { output } = await run(
      endpoint,
      single({ Type: "Task", Resource: RESOURCE, QueryLanguage: "JSONata", Arguments, TimeoutSeconds: "{% 5 + 5 %}" }),
    );

    expect(output).toEqual({ ok: true });
    expect(tokens).toHaveLength(1);
  });

  it("accepts a token that is returned while the request runs", async () => {
    const { endpoint } = await given(async (_, send) => {
      expect(await send("SendTaskSuccess", { output: '"early"' })).toEqual({});
      return null;
    });

    const { output, events } = await run(endpoint, single({ ...TASK, TimeoutSeconds: 60 }));

    expect(output).toBe("early");
    expect(events.map(({ type }) => type)).toContain("TaskSubmitted");
  });

  it("has no token without the suffix", async () => {
    const { endpoint } = await given();

    const end = await run(endpoint, single({ ...TASK, Resource: "arn:aws:states:::lambda:invoke" }));

    expect(end).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});

describe("SendTaskFailure", () => {
  it("fails the execution with the reported error and cause", async () => {
    const { endpoint } = await given(after(1, "SendTaskFailure", { error: "Failure error", cause: "Failure cause" }));

    const { events, ...end } = await run(endpoint, single(TASK));

    expect(end).toMatchObject({ status: "FAILED", error: "Failure error", cause: "Failure cause" });
    expect(details(events, "taskFailedEventDetails")).toEqual([
      { error: "Failure error", cause: "Failure cause", resource: "invoke.waitForTaskToken", resourceType: "lambda" },
    ]);
    expect(details(events, "executionFailedEventDetails")).toEqual([
      { error: "Failure error", cause: "Failure cause" },
    ]);
  });

  it("without error and cause gives Catch null for both, as recorded on AWS", async () => {
    const { endpoint } = await given(after(1, "SendTaskFailure"));
    const Catch = [
      { ErrorEquals: ["States.Runtime"], ResultPath: "$.runtime", Next: "Caught" },
      { ErrorEquals: ["States.ALL"], ResultPath: "$.all", Next: "Caught" },
    ];

    const { output, events } = await run(
      endpoint,
      { StartAt: "Only", States: { Only: { ...TASK, Catch, End: true }, Caught: CAUGHT } },
      { kept: 1 },
    );

    expect(output).toEqual({ kept: 1, all: { Error: null, Cause: null } });
    expect(details(events, "taskFailedEventDetails")).toEqual([
      { resource: "invoke.waitForTaskToken", resourceType: "lambda" },
    ]);
  });

  it("with the error name States.Timeout is a failure, not a timeout", async () => {
    const { endpoint } = await given(after(1, "SendTaskFailure", { error: "States.Timeout" }));

    const { events } = await run(endpoint, single(TASK));

    expect(events.map(({ type }) => type)).toContain("TaskFailed");
  });

  it("retries a task with a new token", async () => {
    let attempts = 0;
    const { endpoint, tokens } = await given((_, send, clock) => {
      attempts += 1;
      const last = attempts === 3;
      void clock
        .sleep(1000)
        .then(() => (last ? send("SendTaskSuccess", { output: "3" }) : send("SendTaskFailure", { error: "Again" })));
      return Promise.resolve(null);
    });

    const { output } = await run(endpoint, single({ ...TASK, Retry: [{ ErrorEquals: ["Again"] }] }));

    expect(output).toBe(3);
    expect(new Set(tokens).size).toBe(3);
  });
});

describe("the timeout of a task with .waitForTaskToken", () => {
  it.each([
    ["TimeoutSeconds", { TimeoutSeconds: 5 }],
    ["TimeoutSecondsPath", { TimeoutSecondsPath: "$.limit" }],
  ])("fails with States.Timeout after %s", async (_, limit) => {
    const { endpoint, clock } = await given();

    const { events, ...end } = await run(endpoint, single({ ...TASK, ...limit }), { limit: 5 });

    expect(end).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(end.cause).toBeUndefined();
    expect(summarize(events).slice(4)).toEqual(["5<4 TaskSubmitted", "6<5 TaskTimedOut", "7<6 ExecutionFailed"]);
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 5 } });
    expect(details(events, "taskTimedOutEventDetails")).toEqual([
      { error: "States.Timeout", resource: "invoke.waitForTaskToken", resourceType: "lambda" },
    ]);
    expect(clock.now() - Date.parse("2026-01-01T00:00:00Z")).toBe(5000);
  });

  it.each([
    [null, { id: 7 }],
    ["$.wait", { id: 7, wait: { Error: "States.Timeout", Cause: "" } }],
  ])("keeps the input when Catch has the ResultPath %s", async (ResultPath, expected) => {
    const { endpoint } = await given();
    const Catch = [{ ErrorEquals: ["States.Timeout"], ResultPath, Next: "Caught" }];

    const { output } = await run(
      endpoint,
      { StartAt: "Only", States: { Only: { ...TASK, TimeoutSeconds: 5, Catch, End: true }, Caught: CAUGHT } },
      { id: 7 },
    );

    expect(output).toEqual(expected);
  });

  it.each([
    ["HeartbeatSeconds", { HeartbeatSeconds: 5 }],
    ["HeartbeatSecondsPath", { HeartbeatSecondsPath: "$.beat" }],
  ])("fails with States.Timeout for a missing heartbeat after %s", async (_, limit) => {
    const { endpoint, clock } = await given();

    const { events, ...end } = await run(endpoint, single({ ...TASK, TimeoutSeconds: 600, ...limit }), { beat: 5 });

    expect(end).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 600, heartbeatInSeconds: 5 } });
    expect(events[5]).toMatchObject({ type: "TaskTimedOut", taskTimedOutEventDetails: { error: "States.Timeout" } });
    expect(clock.now() - Date.parse("2026-01-01T00:00:00Z")).toBe(5000);
  });

  it("matches States.HeartbeatTimeout in Catch if a heartbeat is missing", async () => {
    const { endpoint } = await given();
    const Catch = [{ ErrorEquals: ["States.HeartbeatTimeout"], ResultPath: null, Next: "Caught" }];

    const { output } = await run(
      endpoint,
      { StartAt: "Only", States: { Only: { ...TASK, HeartbeatSeconds: 5, Catch, End: true }, Caught: CAUGHT } },
      { id: 7 },
    );

    expect(output).toEqual({ id: 7 });
  });

  it("begins again with each heartbeat", async () => {
    const { endpoint, clock } = await given((_, send, time) => {
      void (async () => {
        for (let beats = 0; beats < 4; beats += 1) {
          await time.sleep(4000);
          await send("SendTaskHeartbeat");
        }
        await time.sleep(4000);
        await send("SendTaskSuccess", { output: '"alive"' });
      })();
      return Promise.resolve(null);
    });

    const { output } = await run(endpoint, single({ ...TASK, TimeoutSeconds: 600, HeartbeatSeconds: 5 }));

    expect(output).toBe("alive");
    expect(clock.now() - Date.parse("2026-01-01T00:00:00Z")).toBe(20_000);
  });
});

describe("an execution that waits for a token", () => {
  const startWaiting = async (definition: object) => {
    const waiting = await given(() => Promise.resolve(null));
    const stateMachineArn = await create(waiting.endpoint, definition);
    const { executionArn = "" } = await call(waiting.endpoint, "StartExecution", { stateMachineArn });
    const types = async () => (await historyOf(waiting.endpoint, executionArn)).map(({ type }) => type);
    while (!(await types()).includes("TaskSubmitted")) await new Promise((resolve) => setImmediate(resolve));
    return { ...waiting, executionArn, types };
  };

  it("can be stopped, after which its token has timed out", async () => {
    const { endpoint, executionArn, tokens, types } = await startWaiting(single(TASK));

    await call(endpoint, "StopExecution", { executionArn });
    const late = await call(endpoint, "SendTaskSuccess", { taskToken: tokens[0], output: "{}" });

    expect((await types()).slice(-2)).toEqual(["TaskSubmitted", "ExecutionAborted"]);
    expect(late).toEqual({
      __type: "TaskTimedOut",
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it("ends at the timeout of its state machine", async () => {
    const { endpoint } = await given();

    const { events, status } = await run(endpoint, single({ ...TASK, HeartbeatSeconds: 60 }, { TimeoutSeconds: 30 }));

    expect(status).toBe("TIMED_OUT");
    expect(events.at(-1)).toMatchObject({ type: "ExecutionTimedOut", previousEventId: 0 });
  });

  it.each([
    ["SendTaskSuccess", { output: "{}" }],
    ["SendTaskFailure", {}],
    ["SendTaskHeartbeat", {}],
  ])("rejects %s with a token that was used, is unknown or is garbage", async (operation, more) => {
    const { endpoint, executionArn, tokens } = await startWaiting(single(TASK));
    const [taskToken = ""] = tokens;
    await call(endpoint, "SendTaskSuccess", { taskToken, output: "1" });
    await waitForEnd(endpoint, executionArn);
    const { endpoint: other } = await given();

    const codes = await Promise.all(
      [
        [endpoint, taskToken] as const,
        [other, taskToken] as const,
        [endpoint, "garbage"] as const,
        [endpoint, "x".repeat(2049)] as const,
      ].map(async ([to, token]) => (await call(to, operation, { taskToken: token, ...more })).__type),
    );

    expect(codes).toEqual(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken", "ValidationException"]);
  });

  it("rejects an output that is not JSON, and keeps the token", async () => {
    const { endpoint, executionArn, tokens } = await startWaiting(single(TASK));

    const rejected = await call(endpoint, "SendTaskSuccess", { taskToken: tokens[0], output: "{" });
    await call(endpoint, "SendTaskSuccess", { taskToken: tokens[0], output: "2" });

    expect(rejected.__type).toBe("InvalidOutput");
    expect(await waitForEnd(endpoint, executionArn)).toMatchObject({ status: "SUCCEEDED", output: "2" });
  });

  it("runs a loop of waits with 13 events a round", async () => {
    const states = {
      Wait: {
        ...TASK,
        TimeoutSeconds: 900,
        ResultPath: null,
        Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: null, Next: "Check" }],
        Next: "Check",
      },
      Check: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: functionArn("check"), "Payload.$": "$" },
        ResultSelector: { "n.$": "$.Payload.n" },
        Next: "Ended",
      },
      Ended: { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 3, Next: "Done" }], Default: "Wait" },
      Done: { Type: "Succeed" },
    };
    let checks = 0;
    const endpoint = await givenEndpoint({
      notify: () => Promise.resolve(null),
      check: () => Promise.resolve({ n: (checks += 1) }),
    });

    const { events } = await run(endpoint, { StartAt: "Wait", States: states });

    expect(events).toHaveLength(1 + 3 * 13 + 3);
  });
});

describe("the definition of a task with .waitForTaskToken", () => {
  it.each([
    [
      { HeartbeatSeconds: 5, HeartbeatSecondsPath: "$.x" },
      "only be one of the following fields: [HeartbeatSeconds, HeartbeatSecondsPath]",
    ],
    [{ HeartbeatSeconds: 5, TimeoutSeconds: 5 }, "HeartbeatSeconds must be smaller than TimeoutSeconds"],
    [{ HeartbeatSeconds: 5, Resource: "arn:aws:states:::lambda:invoke" }, "supports a heartbeat only for"],
    [{ Resource: "arn:aws:states:::batch:submitJob.waitForTaskToken" }, "does not support task resource"],
  ])("rejects %j", async (more, message) => {
    const { endpoint } = await given();

    await expect(create(endpoint, single({ ...TASK, ...more }))).rejects.toThrow(message);
  });
});
