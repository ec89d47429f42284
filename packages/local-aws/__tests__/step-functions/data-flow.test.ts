import { call, closeEndpoints, create, functionArn, givenEndpoint, run, single, waitForEnd } from "./fixtures";
import { anyText, containing } from "../../../../testing/matchers";

afterEach(closeEndpoints);

describe("data flow in JSONPath mode", () => {
  it.each([
    ["no field", {}, { a: { b: 1 } }],
    ["InputPath", { InputPath: "$.a" }, { b: 1 }],
    ["InputPath null", { InputPath: null }, {}],
    ["OutputPath", { OutputPath: "$.a.b" }, 1],
    ["OutputPath null", { OutputPath: null }, {}],
    ["a whole-document path", { InputPath: "$" }, { a: { b: 1 } }],
    ["Parameters", { Parameters: { "x.$": "$.a.b", y: [{ "z.$": "$.a" }] } }, { x: 1, y: [{ z: { b: 1 } }] }],
    ["Result", { Result: { r: 1 } }, { r: 1 }],
    ["ResultPath", { Result: 2, ResultPath: "$.a.c" }, { a: { b: 1, c: 2 } }],
    ["ResultPath that creates objects", { Result: 2, ResultPath: "$.x.y" }, { a: { b: 1 }, x: { y: 2 } }],
    ["ResultPath null", { Result: 2, ResultPath: null }, { a: { b: 1 } }],
    ["ResultPath with the whole document", { Result: 2, ResultPath: "$" }, 2],
    ["a bracket path", { InputPath: "$['a'][\"b\"]" }, 1],
    ["a wildcard", { InputPath: "$.a.*" }, [1]],
    ["a wildcard without a match", { InputPath: "$.x[*]" }, []],
    ["a descendant", { InputPath: "$..b" }, [1]],
  ])("%s", async (_, state, expected) => {
    const endpoint = await givenEndpoint();

    const { output } = await run(endpoint, single({ Type: "Pass", ...state }), { a: { b: 1 } });

    expect(output).toEqual(expected);
  });

  it.each([
    ["$[1]", 20],
    ["$[-1]", 30],
    ["$[0:2]", [10, 20]],
    ["$[0,2]", [10, 30]],
  ])("reads arrays with %s", async (InputPath, expected) => {
    const endpoint = await givenEndpoint();

    expect((await run(endpoint, single({ Type: "Pass", InputPath }), [10, 20, 30])).output).toEqual(expected);
  });

  it("writes a result to an array element", async () => {
    const endpoint = await givenEndpoint();

    const { output } = await run(endpoint, single({ Type: "Pass", Result: 0, ResultPath: "$.list[1]" }), {
      list: [1, 2],
    });

    expect(output).toEqual({ list: [1, 0] });
  });

  it("applies ResultSelector to a task's result, ResultPath to the raw input and OutputPath last", async () => {
    const endpoint = await givenEndpoint({ work: (event) => Promise.resolve({ event, extra: 1 }) });
    const task = {
      Type: "Task",
      Resource: functionArn("work"),
      InputPath: "$.job",
      Parameters: { "id.$": "$.id" },
      ResultSelector: { "seen.$": "$.event.id" },
      ResultPath: "$.result",
      OutputPath: "$.result",
    };

    expect((await run(endpoint, single(task), { job: { id: 7 } })).output).toEqual({ seen: 7 });
  });

  it("keeps variables assigned by JSONPath states", async () => {
    const endpoint = await givenEndpoint();
    const states = {
      First: { Type: "Pass", Assign: { "kept.$": "$.a", fixed: 1 }, Result: "gone", Next: "Second" },
      Second: { Type: "Pass", Parameters: { "kept.$": "$kept.b", "fixed.$": "$fixed" }, End: true },
    };

    const first = await run(endpoint, { StartAt: "First", States: states }, { a: { b: 2 } });

    // Assign of a Pass state reads its result. `$.a` does not exist in the text "gone".
    expect(first.error).toBe("States.Runtime");
    const passing = { ...states, First: { ...states.First, Result: { a: { b: 3 } } } };
    const second = await run(endpoint, { StartAt: "First", States: passing });
    expect(second.output).toEqual({ kept: 3, fixed: 1 });
    expect(second.events[2]).toMatchObject({
      stateExitedEventDetails: { assignedVariables: { kept: '{"b":3}', fixed: "1" } },
    });
  });

  it("provides the context object", async () => {
    const endpoint = await givenEndpoint({ echo: (event) => Promise.resolve(event) });
    const states = {
      Wait: { Type: "Wait", Seconds: 5, Next: "Task" },
      Task: { Type: "Task", Resource: functionArn("echo"), Parameters: { "all.$": "$$" }, End: true },
    };

    const { output, executionArn } = await run(endpoint, { StartAt: "Wait", States: states }, { a: 1 });

    expect(output).toEqual({
      all: {
        Execution: {
          Id: executionArn,
          Input: { a: 1 },
          StartTime: "2026-01-01T00:00:00.000Z",
          Name: executionArn.split(":").at(-1),
          RoleArn: "arn:aws:iam::123456789012:role/poller",
          RedriveCount: 0,
        },
        StateMachine: { Id: containing(":stateMachine:"), Name: anyText() },
        State: { Name: "Task", EnteredTime: "2026-01-01T00:00:05.000Z", RetryCount: 0 },
      },
    });
  });

  it("keeps the digits of numbers that JavaScript would change", async () => {
    const endpoint = await givenEndpoint();
    const stateMachineArn = await create(
      endpoint,
      single({ Type: "Pass", Parameters: { "a.$": "$.a", "list.$": "$.list", "text.$": "States.JsonToString($.a)" } }),
    );
    const input = '{"a":0.0,"list":[12345678901234567890,1e3,-0,1.50],"note":"0.0"}';

    const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn, input });

    expect((await waitForEnd(endpoint, executionArn)).output).toBe(
      '{"a":0.0,"list":[12345678901234567890,1e3,0,1.50],"text":"0.0"}',
    );
  });

  it("compares and computes with such numbers", async () => {
    const endpoint = await givenEndpoint();
    const states = {
      S: { Type: "Choice", Choices: [{ Variable: "$.a", NumericEquals: 2, Next: "Add" }], Default: "No" },
      Add: {
        Type: "Pass",
        Parameters: { "sum.$": "States.MathAdd($.a, 1)", "same.$": "States.ArrayContains(States.Array($.a), $.a)" },
        Next: "Double",
      },
      Double: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $states.input.sum * $number('2.0') %}", End: true },
      No: { Type: "Fail" },
    };
    const stateMachineArn = await create(endpoint, { StartAt: "S", States: states });

    const { executionArn = "" } = await call(endpoint, "StartExecution", { stateMachineArn, input: '{"a":2.0}' });

    expect((await waitForEnd(endpoint, executionArn)).output).toBe("6");
  });

  it.each([
    ["InputPath", { InputPath: "$.x.y" }, "Invalid path '$.x.y' : Missing property in path $['x']"],
    ["the last step of InputPath", { InputPath: "$.x" }, "Invalid path '$.x' : No results for path: $['x']"],
    ["a step of a number", { InputPath: "$.a.b" }, "Invalid path '$.a.b' : Property ['b'] not found in path $['a']"],
    [
      "an index of a number",
      { InputPath: "$.a[0]" },
      "Filter: [0] can only be applied to arrays. Current context is: 1",
    ],
    ["OutputPath", { Result: { b: [null] }, OutputPath: "$.b[1]" }, "No results for path: $['b'][1]"],
    ["an index of null", { Result: { b: null }, OutputPath: "$.b[1]" }, "The path $['b'] is null"],
    [
      "Parameters",
      { Parameters: { "v.$": "$.x" } },
      "The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{\"a\":1}'",
    ],
    ["a variable", { Parameters: { "v.$": "$missing.x" } }, "The JSONPath '$missing.x' specified for the field 'v.$'"],
    ["ResultPath", { Result: 1, ResultPath: "$.a.b" }, "Unable to apply ReferencePath $.a.b"],
    ["ResultPath in an array", { Result: 1, ResultPath: "$.a[0]" }, "Unable to apply ReferencePath $.a[0]"],
  ])("fails with the message of AWS if %s has no result", async (_, state, words) => {
    const endpoint = await givenEndpoint();

    const { error, cause } = await run(endpoint, single({ Type: "Pass", ...state }), { a: 1 });

    expect(error).toBe("States.Runtime");
    expect(cause).toContain("An error occurred while executing the state 'Only' (entered at the event id #2). ");
    expect(cause).toContain(words);
  });
});

describe("Fail", () => {
  it.each([
    ["paths", { ErrorPath: "$.e", CausePath: "$.c" }, "E", "C"],
    ["an intrinsic function", { Error: "E", CausePath: "States.JsonToString($)" }, "E", '{"e":"E","c":"C","n":1}'],
    ["nothing", {}, undefined, undefined],
  ])("reads error and cause from %s", async (_, state, expectedError, expectedCause) => {
    const endpoint = await givenEndpoint();
    const definition = { StartAt: "No", States: { No: { Type: "Fail", ...state } } };

    const { error, cause } = await run(endpoint, definition, { e: "E", c: "C", n: 1 });

    expect({ error, cause }).toEqual({ error: expectedError, cause: expectedCause });
  });

  it("rejects a cause that is not a string", async () => {
    const endpoint = await givenEndpoint();

    const { cause } = await run(
      endpoint,
      { StartAt: "No", States: { No: { Type: "Fail", CausePath: "$.n" } } },
      { n: 1 },
    );

    expect(cause).toContain("The CausePath field must refer to a string, but $.n is 1");
  });
});

describe("Wait", () => {
  const start = "2026-01-01T00:00:00Z";
  it.each([
    ["Seconds", { Seconds: 7 }, {}, 7],
    ["SecondsPath", { SecondsPath: "$.s" }, { s: 8 }, 8],
    ["SecondsPath with a text", { SecondsPath: "$.s" }, { s: "9" }, 9],
    ["Timestamp", { Timestamp: "2026-01-01T00:01:00Z" }, {}, 60],
    ["TimestampPath with an offset", { TimestampPath: "$.t" }, { t: "2026-01-01T01:00:30+01:00" }, 30],
    ["24,855 days until TimestampPath", { TimestampPath: "$.t" }, { t: "2094-01-19T03:14:07Z" }, 2 ** 31 - 1],
    ["a time that has passed", { Timestamp: start }, {}, 0],
  ])("waits for %s", async (_, state, input, seconds) => {
    const endpoint = await givenEndpoint();

    const { startDate, stopDate } = await run(endpoint, single({ Type: "Wait", ...state }), input);

    expect((stopDate ?? 0) - startDate).toBe(seconds);
  });

  it.each([
    [{ SecondsPath: "$.s" }, {}, "The SecondsPath parameter does not reference an input value: $.s"],
    [{ SecondsPath: "$.s" }, { s: 1.5 }, "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5"],
    [{ SecondsPath: "$.s" }, { s: -1 }, "The SecondsPath parameter references a negative value: $.s == -1"],
    [{ SecondsPath: "$.s" }, { s: 1e9 }, "Wait state delay is too long."],
    [{ TimestampPath: "$.t" }, { t: "2094-01-19T03:14:08Z" }, "Wait state delay is too long."],
    [{ TimestampPath: "$.t" }, {}, "The TimestampPath parameter does not reference an input value: $.t"],
    [
      { TimestampPath: "$.t" },
      { t: "2016-13-05T21:29:29Z" },
      "does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2016-13-05T21:29:29Z",
    ],
  ])("rejects %j with input %j", async (state, input, words) => {
    const endpoint = await givenEndpoint();

    const { error, cause } = await run(endpoint, single({ Type: "Wait", ...state }), input);

    expect(error).toBe("States.Runtime");
    expect(cause).toContain(words);
  });
});

describe("data that grows in an execution", () => {
  const loop = (step: object, rule: object) => ({
    StartAt: "Grow",
    States: {
      Grow: { Type: "Pass", Next: "Check", ...step },
      Check: { Type: "Choice", Choices: [{ Next: "Done", ...rule }], Default: "Grow" },
      Done: { Type: "Succeed" },
    },
  });

  it("fails when the assigned variables exceed 256 KiB", async () => {
    const endpoint = await givenEndpoint();
    const Assign = { "text.$": "States.Format('{}{}', $.text, $.text)" };
    const definition = single({ Type: "Pass", Assign });

    const { error } = await run(endpoint, definition, { text: "a".repeat(140_000) });

    expect(error).toBe("States.DataLimitExceeded");
  });

  it("fails when the data is nested more than 1,000 deep", async () => {
    const endpoint = await givenEndpoint();
    const definition = loop({ Parameters: { "a.$": "$" } }, { Variable: "$.end", IsPresent: true });
    const input: unknown = JSON.parse(`${"[".repeat(995)}${"]".repeat(995)}`);

    const { status, cause } = await run(endpoint, definition, input);

    expect(status).toBe("FAILED");
    expect(cause).toContain("nested too deep: the maximum is 1000");
  });

  it.each([
    ["$..*..*..*..*", (): unknown => JSON.parse(`${'{"a":'.repeat(100)}1${"}".repeat(100)}`)],
    [`$${"[0,0]".repeat(20)}`, (): unknown => JSON.parse(`${"[".repeat(30)}1${"]".repeat(30)}`)],
  ])("fails instead of evaluating %s for too many values", async (InputPath, makeInput) => {
    const endpoint = await givenEndpoint();

    const { error, cause } = await run(endpoint, single({ Type: "Pass", InputPath }), makeInput());

    expect(error).toBe("States.Runtime");
    expect(cause).toContain("it can match more than 100000 values");
  });
});
