import { anyText } from "../../../../testing/matchers";
import { closeEndpoints, functionArn, givenEndpoint, run, single, summarize } from "./fixtures";

afterEach(closeEndpoints);

/** Returns an array that is nested `depth` deep. */
function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let index = 0; index < depth; index += 1) value = [value];
  return value;
}

describe("history of a task on a function's ARN", () => {
  const definition = single({ Type: "Task", Resource: functionArn("work") });

  it("contains the events, links and details of AWS for a success", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve({ done: true }) });

    const { events } = await run(endpoint, definition, { a: 1 });

    expect(summarize(events)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 LambdaFunctionScheduled",
      "4<3 LambdaFunctionStarted",
      "5<4 LambdaFunctionSucceeded",
      "6<5 TaskStateExited",
      "7<6 ExecutionSucceeded",
    ]);
    expect(events[2]).toMatchObject({
      lambdaFunctionScheduledEventDetails: {
        resource: functionArn("work"),
        input: '{"a":1}',
        inputDetails: { truncated: false },
      },
    });
    expect(events[5]).toMatchObject({
      stateExitedEventDetails: { name: "Only", output: '{"done":true}', outputDetails: { truncated: false } },
    });
  });

  it("ends with error and cause of the function for a failure", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.reject(new TypeError("bad")) });

    const { events, status, error, cause } = await run(endpoint, definition);

    expect(summarize(events).slice(4)).toEqual(["5<4 LambdaFunctionFailed", "6<5 ExecutionFailed"]);
    expect(status).toBe("FAILED");
    expect(error).toBe("TypeError");
    expect(JSON.parse(cause ?? "")).toMatchObject({ errorType: "TypeError", errorMessage: "bad" });
  });
});

describe("history of a task on the Lambda integration", () => {
  it("contains the task events of AWS and the complete Invoke reply as output", async () => {
    const endpoint = await givenEndpoint({ work: (event) => Promise.resolve({ event }) });
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "work", "Payload.$": "$" },
    };

    const { events, output } = await run(endpoint, single(task), { a: 1 });

    expect(summarize(events).slice(1)).toEqual([
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSucceeded",
      "6<5 TaskStateExited",
      "7<6 ExecutionSucceeded",
    ]);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: "lambda",
        resource: "invoke",
        region: "eu-west-1",
        parameters: '{"FunctionName":"work","Payload":{"a":1}}',
      },
    });
    expect(output).toMatchObject({ ExecutedVersion: "$LATEST", Payload: { event: { a: 1 } }, StatusCode: 200 });
  });

  it.each(["arn:aws:lambda:eu-west-1:123456789012:function:work", "123456789012:function:work"])(
    "accepts the function name %s",
    async (FunctionName) => {
      const endpoint = await givenEndpoint({ work: () => Promise.resolve("ok") });

      const { output } = await run(
        endpoint,
        single({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName } }),
      );

      expect(output).toMatchObject({ Payload: "ok" });
    },
  );

  const invoke = (Parameters: object) =>
    single({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters });

  it.each([
    ["an unknown field", { FunctionName: "work", Retries: 1 }, 'The field "Retries" is not supported by Step'],
    ["no function", {}, "The field 'FunctionName' is required but was missing"],
    ["an unknown type", { FunctionName: "work", InvocationType: "Later" }, "'InvocationType' is invalid"],
  ])("rejects parameters with %s at run time", async (_, input, words) => {
    const endpoint = await givenEndpoint();
    const Arguments = "{% $states.input %}";
    const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", QueryLanguage: "JSONata", Arguments };

    const { error, cause } = await run(endpoint, single(task), input);

    expect(error).toBe("States.Runtime");
    expect(cause).toContain(words);
  });

  it("sends a text as the JSON of the event", async () => {
    const endpoint = await givenEndpoint({ work: (event) => Promise.resolve({ event }) });

    const object = await run(endpoint, invoke({ FunctionName: "work", Payload: '{"a":1}' }));
    const text = await run(endpoint, invoke({ FunctionName: "work", Payload: '"a"' }));
    const broken = await run(endpoint, invoke({ FunctionName: "work", Payload: "a" }));

    expect(object.output).toMatchObject({ Payload: { event: { a: 1 } } });
    expect(text.output).toMatchObject({ Payload: { event: "a" } });
    expect(broken.error).toBe("Lambda.InvalidRequestContentException");
    expect(broken.cause).toContain("Could not parse payload into json: Unrecognized token 'a': was expecting (JSON");
  });

  it("returns at once for the invocation types Event and DryRun", async () => {
    const events: unknown[] = [];
    const endpoint = await givenEndpoint({ work: (event) => Promise.resolve(events.push(event)) });
    const parameters = { FunctionName: "work", Payload: { a: 1 } };

    const event = await run(endpoint, invoke({ ...parameters, InvocationType: "Event" }));
    const dryRun = await run(endpoint, invoke({ ...parameters, InvocationType: "DryRun" }));

    expect(event.output).toMatchObject({ Payload: "", StatusCode: 202 });
    expect(dryRun.output).toMatchObject({ Payload: "", StatusCode: 204 });
    expect(events).toEqual([{ a: 1 }]);
  });

  it("accepts Qualifier, ClientContext and LogType", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve("ok") });
    const more = { Qualifier: "1", ClientContext: "e30=", LogType: "Tail" };

    const { output } = await run(endpoint, invoke({ FunctionName: "work", ...more }));

    expect(output).toMatchObject({ Payload: "ok", LogResult: anyText() });
  });

  it("fails without a stack trace when the response cannot be converted to JSON", async () => {
    const lambdas = { invoke: () => Promise.resolve({ ok: true, payload: nest(200_000) } as const) };
    const endpoint = await givenEndpoint({}, { lambdas });

    const { error, cause } = await run(endpoint, invoke({ FunctionName: "work" }));

    expect(error).toBe("States.Runtime");
    expect(cause).toBe("The response of the function cannot be converted to JSON text");
  });

  it("fails with the error of the function", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.reject(new TypeError("bad")) });
    const Parameters = { FunctionName: "work" };

    const { events } = await run(
      endpoint,
      single({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters }),
    );

    expect(events[4]).toMatchObject({
      type: "TaskFailed",
      taskFailedEventDetails: { resourceType: "lambda", resource: "invoke", error: "TypeError" },
    });
  });
});

describe("history of the other states", () => {
  it("contains Entered and Exited events of each state, and only Wait states take time", async () => {
    const endpoint = await givenEndpoint();
    const definition = {
      StartAt: "Pass",
      States: {
        Pass: { Type: "Pass", Next: "Wait" },
        Wait: { Type: "Wait", Seconds: 90, Next: "Choice" },
        Choice: { Type: "Choice", Choices: [{ Variable: "$.a", NumericEquals: 1, Next: "Done" }] },
        Done: { Type: "Succeed" },
      },
    };

    const { events } = await run(endpoint, definition, { a: 1 });

    expect(summarize(events)).toEqual([
      "1<0 ExecutionStarted",
      "2<0 PassStateEntered",
      "3<2 PassStateExited",
      "4<3 WaitStateEntered",
      "5<4 WaitStateExited",
      "6<5 ChoiceStateEntered",
      "7<6 ChoiceStateExited",
      "8<7 SucceedStateEntered",
      "9<8 SucceedStateExited",
      "10<9 ExecutionSucceeded",
    ]);
    const start = events[0]?.timestamp ?? 0;
    expect(events.map(({ timestamp }) => timestamp - start)).toEqual([0, 0, 0, 0, 90, 90, 90, 90, 90, 90]);
  });

  it("ends a Fail state with its error and cause", async () => {
    const endpoint = await givenEndpoint();
    const definition = { StartAt: "No", States: { No: { Type: "Fail", Error: "Bad", Cause: "why" } } };

    const { events, status, error, cause } = await run(endpoint, definition);

    expect(summarize(events)).toEqual(["1<0 ExecutionStarted", "2<0 FailStateEntered", "3<2 ExecutionFailed"]);
    expect({ status, error, cause }).toEqual({ status: "FAILED", error: "Bad", cause: "why" });
  });
});

describe("the limit of 25,000 events", () => {
  const loop = { Type: "Choice", Choices: [{ Variable: "$.n", IsPresent: true, Next: "Done" }], Default: "Loop" };

  it("ends a loop at event 25,000 with the error of AWS", async () => {
    const endpoint = await givenEndpoint();

    const { events, status, error, cause } = await run(endpoint, {
      StartAt: "Loop",
      States: { Loop: loop, Done: { Type: "Succeed" } },
    });

    expect(status).toBe("FAILED");
    expect(error).toBe("States.Runtime");
    expect(cause).toBe("The execution reached the maximum number of history events (25000).");
    expect(events).toHaveLength(25_000);
    expect(summarize(events).at(-1)).toBe("25000<24999 ExecutionFailed");
  });

  it.each([
    ["SUCCEEDED", 4, "25000<24999 ExecutionSucceeded"],
    ["FAILED", 5, "25000<24999 ExecutionFailed"],
  ])("reserves the last event for the end of the execution: %s with %d more states", async (status, passes, last) => {
    let rounds = 0;
    const endpoint = await givenEndpoint({ count: () => Promise.resolve(++rounds < 3570) });
    // 1 + 3,570 rounds of 7 events (5 of the task, 2 of the choice) = 24,991. Each Pass state adds 2.
    const names = Array.from({ length: passes }, (_, index) => `Pass ${index}`);
    const states = names.map((name, index): [string, object] => {
      const next = names[index + 1];
      return [name, { Type: "Pass", ...(next === undefined ? { End: true } : { Next: next }) }];
    });

    const result = await run(endpoint, {
      StartAt: "Count",
      States: {
        Count: { Type: "Task", Resource: functionArn("count"), Next: "Again?" },
        "Again?": {
          Type: "Choice",
          Choices: [{ Variable: "$", BooleanEquals: true, Next: "Count" }],
          Default: "Pass 0",
        },
        ...Object.fromEntries(states),
      },
    });

    expect(result.status).toBe(status);
    expect(summarize(result.events).at(-1)).toBe(last);
  });
});

describe("the limit of 262,144 bytes", () => {
  it("fails an execution whose state output is larger", async () => {
    const endpoint = await givenEndpoint();
    const Parameters = { "a.$": "$.text", "b.$": "$.text" };

    const { error, cause } = await run(endpoint, single({ Type: "Pass", Parameters }), { text: "x".repeat(200_000) });

    expect(error).toBe("States.DataLimitExceeded");
    expect(cause).toContain("The state/task 'Only' returned a result with a size exceeding");
  });

  it("counts bytes, not characters", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve("€".repeat(90_000)) });

    const { events, cause } = await run(endpoint, single({ Type: "Task", Resource: functionArn("work") }));

    expect(events.map(({ type }) => type)).toContain("LambdaFunctionFailed");
    expect(cause).toContain(`The state/task '${functionArn("work")}' returned`);
  });

  it("accepts output at the limit", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve("x".repeat(262_142)) });

    expect((await run(endpoint, single({ Type: "Task", Resource: functionArn("work") }))).status).toBe("SUCCEEDED");
  });

  it("rejects a larger task input", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve(1) });
    const Parameters = { "a.$": "$.text", "b.$": "$.text" };

    const { error, events } = await run(endpoint, single({ Type: "Task", Resource: functionArn("work"), Parameters }), {
      text: "x".repeat(200_000),
    });

    expect(error).toBe("States.DataLimitExceeded");
    expect(events.map(({ type }) => type)).not.toContain("LambdaFunctionScheduled");
  });
});
