import { closeEndpoints, functionArn, givenEndpoint, run, single, summarize } from "./fixtures";
import { containing } from "../../../../testing/matchers";

afterEach(closeEndpoints);

const jsonata = { QueryLanguage: "JSONata" };

describe("JSONata mode", () => {
  it.each([
    ["an expression", "{% $states.input.a + 1 %}", 2],
    [
      "expressions at any depth",
      { x: [1, "{% $states.input.a %}"], y: { z: "text" } },
      { x: [1, 1], y: { z: "text" } },
    ],
    ["the context object", "{% $states.context.State.Name %}", "Only"],
    ["$parse", "{% $parse('{\"b\":2}').b %}", 2],
    ["$hash", "{% $hash('input data', 'SHA-1') %}", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash by default SHA-256", "{% $length($hash('x')) %}", 64],
    ["$range", "{% $range(0, 6, 3) %}", [0, 3, 6]],
    ["$partition", "{% $partition([1,2,3], 2) %}", [[1, 2], [3]]],
    ["$uuid", "{% $length($uuid()) %}", 36],
    ["$random", "{% $random() %}", 0.25],
    ["$random with a seed", "{% $random(3) = $random(3) %}", true],
    ["$now on the local clock", "{% $now() %}", "2026-01-01T00:00:00.000Z"],
    ["$millis on the local clock", "{% $millis() %}", 1_767_225_600_000],
    ["null", "{% null %}", null],
  ])("evaluates %s", async (_, Output, expected) => {
    const endpoint = await givenEndpoint({}, { random: { next: () => 0.25 } });

    const { output, cause } = await run(endpoint, single({ Type: "Pass", Output }, jsonata), { a: 1 });

    expect(cause).toBeUndefined();
    expect(output).toEqual(expected);
  });

  it("runs the complete poll loop with variables", async () => {
    let polls = 0;
    const endpoint = await givenEndpoint({
      submit: (event) => Promise.resolve({ jobId: "j", event }),
      check: (event) => Promise.resolve({ status: ++polls === 3 ? "SUCCEEDED" : "RUNNING", event }),
    });
    const states = {
      Submit: {
        Type: "Task",
        Resource: functionArn("submit"),
        Arguments: { name: "{% $states.input.jobName %}" },
        Assign: { jobId: "{% $states.result.jobId %}", wait: "{% $states.input.wait_time %}" },
        Next: "Wait",
      },
      Wait: { Type: "Wait", Seconds: "{% $wait %}", Next: "Check" },
      Check: {
        Type: "Task",
        Resource: functionArn("check"),
        Arguments: { id: "{% $jobId %}", retries: "{% $states.context.State.RetryCount %}" },
        Output: "{% $states.result.status %}",
        TimeoutSeconds: "{% $wait %}",
        Next: "Complete?",
      },
      "Complete?": {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input = 'SUCCEEDED' %}", Next: "Done", Output: { end: "{% $states.input %}" } },
        ],
        Default: "Wait",
      },
      Done: { Type: "Succeed", Output: { end: "{% $states.input.end %}", id: "{% $jobId %}" } },
    };

    const result = await run(
      endpoint,
      { StartAt: "Submit", States: states, ...jsonata },
      { jobName: "n", wait_time: 20 },
    );

    expect(result.output).toEqual({ end: "SUCCEEDED", id: "j" });
    expect((result.stopDate ?? 0) - result.startDate).toBe(60);
    expect(result.events[2]).toMatchObject({ lambdaFunctionScheduledEventDetails: { input: '{"name":"n"}' } });
  });

  it("can be set for one state", async () => {
    const endpoint = await givenEndpoint();

    const state = { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $states.input.a %}" };
    expect((await run(endpoint, single(state), { a: 5 })).output).toBe(5);
  });

  it("provides $states.errorOutput to a catcher and outputs it by default", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.reject(new TypeError("bad")) });
    const states = (more: object) => ({
      Work: {
        Type: "Task",
        Resource: functionArn("work"),
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "C", ...more }],
        End: true,
      },
      C: { Type: "Pass", End: true },
    });
    const definition = (more: object) => ({ StartAt: "Work", States: states(more), ...jsonata });

    const chosen = await run(endpoint, definition({ Output: "{% $states.errorOutput.Error %}" }));
    const whole = await run(endpoint, definition({}));

    expect(chosen.output).toBe("TypeError");
    expect(whole.output).toEqual({ Error: "TypeError", Cause: containing("bad") });
  });

  it("evaluates a Fail state's error and cause", async () => {
    const endpoint = await givenEndpoint();
    const No = { Type: "Fail", Error: "{% 'E' & $states.input.a %}", Cause: "plain" };

    const { error, cause } = await run(endpoint, { StartAt: "No", States: { No }, ...jsonata }, { a: 1 });

    expect({ error, cause }).toEqual({ error: "E1", cause: "plain" });
  });

  it("waits until a computed time", async () => {
    const endpoint = await givenEndpoint();
    const Timestamp = "{% $fromMillis($millis() + 5000) %}";

    const { startDate, stopDate } = await run(endpoint, single({ Type: "Wait", Timestamp }, jsonata));

    expect((stopDate ?? 0) - startDate).toBe(5);
  });

  it.each([
    [
      "nothing",
      { Type: "Pass", Output: "{% $doesNotExist %}" },
      "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
      "Output",
    ],
    [
      "nothing in a nested field",
      { Type: "Pass", Output: { r: "{% $x %}" } },
      "specified for the field 'Output/r' returned nothing",
      "Output/r",
    ],
    [
      "nothing for a variable",
      { Type: "Pass", Assign: { r: "{% $x %}" } },
      "specified for the field 'Assign/r' returned nothing",
      "Assign/r",
    ],
    [
      "an error",
      { Type: "Pass", Output: "{% $nope(1) %}" },
      "threw an error during evaluation. T1006: Attempted to invoke a non-function",
      "Output",
    ],
    [
      "a function",
      { Type: "Pass", Output: "{% function($x){$x} %}" },
      "returned an unsupported result type.",
      "Output",
    ],
    ["$eval", { Type: "Pass", Output: "{% $eval('1') %}" }, "T1006: Attempted to invoke a non-function", "Output"],
    [
      "$now with a picture",
      { Type: "Pass", Output: "{% $now('[Y]') %}" },
      "supports $now() without a picture",
      "Output",
    ],
    [
      "a chunk size below 1",
      { Type: "Pass", Output: "{% $partition([1], 0) %}" },
      "the chunk size must be at least 1, got 0",
      "Output",
    ],
    [
      "the wrong type",
      { Type: "Wait", Seconds: "{% 'x' %}" },
      "returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"",
      "Seconds",
    ],
    ["null instead of a number", { Type: "Wait", Seconds: "{% null %}" }, "but was 'null'", "Seconds"],
    ["an array instead of a number", { Type: "Wait", Seconds: "{% [1,2] %}" }, "but was 'array'", "Seconds"],
  ])("fails with EvaluationFailed when an expression returns %s", async (_, state, words, location) => {
    const endpoint = await givenEndpoint();

    const { events, error, cause } = await run(endpoint, single(state, jsonata));

    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toContain("An error occurred while executing the state 'Only' (entered at the event id #2). ");
    expect(cause).toContain(words);
    expect(summarize(events).slice(2)).toEqual(["3<0 EvaluationFailed", "4<3 ExecutionFailed"]);
    expect(events[2]).toMatchObject({ evaluationFailedEventDetails: { state: "Only", location, error, cause } });
  });

  it.each([
    ["a negative wait", { Type: "Wait", Seconds: "{% -1 %}" }, "must be an integer of at least 0, got -1", "Seconds"],
    [
      "an invalid timestamp",
      { Type: "Wait", Timestamp: "{% 'soon' %}" },
      "cannot be parsed as an ISO-8601",
      "Timestamp",
    ],
  ])("links EvaluationFailed to the state when it cannot use %s", async (_, state, words, location) => {
    const endpoint = await givenEndpoint();

    const { events, error, cause } = await run(endpoint, single(state, jsonata));

    expect(cause).toContain(words);
    expect(summarize(events).slice(2)).toEqual(["3<2 EvaluationFailed", "4<3 ExecutionFailed"]);
    expect(events[2]).toMatchObject({ evaluationFailedEventDetails: { state: "Only", location, error, cause } });
  });

  it.each([
    ["one item", "{% $range(1, 9, 9) %}", 1],
    ["several items", "{% $range(1, 9, 4) %}", [1, 5, 9]],
    ["a seed", "{% $random(42) %}", 0.7275636800328681],
  ])("returns what AWS returns for a function with %s", async (_, Output, expected) => {
    const endpoint = await givenEndpoint();

    expect((await run(endpoint, single({ Type: "Pass", Output }, jsonata))).output).toEqual(expected);
  });

  it("names the rule or catcher whose expression failed", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.reject(new TypeError("bad")) });
    const Done = { Type: "Succeed" };
    const Choices = [
      { Condition: false, Next: "Done" },
      { Condition: true, Next: "Done", Output: { v: "{% $x %}" } },
    ];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Done", Assign: { v: "{% $x %}" } }];
    const Task = { Type: "Task", Resource: functionArn("work"), Catch, End: true };

    const choice = await run(endpoint, { StartAt: "S", States: { S: { Type: "Choice", Choices }, Done }, ...jsonata });
    const caught = await run(endpoint, { StartAt: "S", States: { S: Task, Done }, ...jsonata });

    expect(choice.cause).toContain("specified for the field 'Choices[1]/Output/v' returned nothing");
    expect(caught.cause).toContain("specified for the field 'Catch[0]/Assign/v' returned nothing");
  });

  it("writes EvaluationFailed for every attempt of a task, and applies its Catch", async () => {
    const endpoint = await givenEndpoint({ work: () => Promise.resolve(1) });
    const states = {
      Work: {
        Type: "Task",
        Resource: functionArn("work"),
        Arguments: "{% $x %}",
        Retry: [{ ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "C" }],
        End: true,
      },
      C: { Type: "Pass", Output: "caught", End: true },
    };

    const { events, output } = await run(endpoint, { StartAt: "Work", States: states, ...jsonata });

    expect(events.filter(({ type }) => type === "EvaluationFailed")).toHaveLength(2);
    expect(output).toBe("caught");
  });
});
