import { z } from "zod";
import { closeEndpoints, functionArn, givenEndpoint, run } from "./fixtures";

afterEach(closeEndpoints);

/**
 * Definitions that also run in another interpreter. Both must end with the same output or error. The other
 * interpreter does not support `$$.State.RetryCount` and has no clock, so only common features are compared.
 */
const task = (more: object) => ({ Type: "Task", Resource: functionArn("work"), ...more });
const machine = (first: object, rest: object = {}) => ({ StartAt: "First", States: { First: first, ...rest } });
const input = { a: { b: [1, 2, 3], c: "text" }, n: 5, list: [{ x: 1 }, { x: 2 }] };

const definitions: [string, object][] = [
  [
    "Parameters with paths and intrinsic functions",
    machine({
      Type: "Pass",
      Parameters: { "p.$": "$.a.b", "f.$": "States.Format('{}-{}', $.n, $.a.c)", "l.$": "States.ArrayLength($.a.b)" },
      End: true,
    }),
  ],
  [
    "nested intrinsic functions",
    machine({
      Type: "Pass",
      Parameters: {
        "p.$": "States.ArrayGetItem(States.ArrayPartition($.a.b, 2), 0)",
        "h.$": "States.Hash($.a.c, 'SHA-256')",
        "s.$": "States.StringSplit('a,b', ',')",
        "j.$": "States.StringToJson('{\"k\":[1]}')",
      },
      End: true,
    }),
  ],
  ["ResultPath into the input", machine({ Type: "Pass", Result: { r: 1 }, ResultPath: "$.a.new", End: true })],
  ["ResultPath null", machine({ Type: "Pass", Result: 1, ResultPath: null, End: true })],
  [
    "InputPath and OutputPath",
    machine({ Type: "Pass", InputPath: "$.a", ResultPath: "$.copy", OutputPath: "$.copy", End: true }),
  ],
  ["a wildcard path", machine({ Type: "Pass", InputPath: "$.list[*].x", End: true })],
  ["a descendant path", machine({ Type: "Pass", InputPath: "$..x", End: true })],
  ["a slice", machine({ Type: "Pass", InputPath: "$.a.b[1:]", End: true })],
  [
    "a task with ResultSelector",
    machine(
      task({ Parameters: { "v.$": "$.n" }, ResultSelector: { "got.$": "$.v" }, ResultPath: "$.result", End: true }),
    ),
  ],
  [
    "a choice of nested rules",
    machine(
      {
        Type: "Choice",
        Choices: [
          {
            And: [{ Variable: "$.n", NumericGreaterThan: 4 }, { Not: { Variable: "$.a.c", StringEquals: "x" } }],
            Next: "Yes",
          },
        ],
        Default: "No",
      },
      { Yes: { Type: "Pass", Result: "yes", End: true }, No: { Type: "Pass", Result: "no", End: true } },
    ),
  ],
  [
    "a choice by pattern",
    machine(
      { Type: "Choice", Choices: [{ Variable: "$.a.c", StringMatches: "t*t", Next: "Yes" }], Default: "No" },
      { Yes: { Type: "Succeed" }, No: { Type: "Fail", Error: "No" } },
    ),
  ],
  ["a Fail state", machine({ Type: "Fail", Error: "Bad", Cause: "why" })],
  [
    "a caught error",
    machine(
      task({
        Parameters: { fail: "Busy" },
        Catch: [{ ErrorEquals: ["States.TaskFailed"], ResultPath: "$.error", Next: "After" }],
        End: true,
      }),
      { After: { Type: "Pass", InputPath: "$.error.Error", End: true } },
    ),
  ],
  [
    "an uncaught error",
    machine(task({ Parameters: { fail: "Busy" }, Catch: [{ ErrorEquals: ["Other"], Next: "After" }], End: true }), {
      After: { Type: "Succeed" },
    }),
  ],
];

function work(event: unknown): Promise<unknown> {
  const failure = typeof event === "object" && event !== null && "fail" in event ? String(event.fail) : undefined;
  return failure === undefined
    ? Promise.resolve(event)
    : Promise.reject(Object.assign(new Error("failed"), { name: failure }));
}

async function runWithOracle(definition: object): Promise<unknown> {
  const { StateMachine } = await import("aws-local-stepfunctions");
  const definitionSchema = z.custom<ConstructorParameters<typeof StateMachine>[0]>();
  const oracle = new StateMachine(definitionSchema.parse(structuredClone(definition)), {
    validationOptions: { checkArn: false },
  });
  const First = async (event: unknown) => z.json().parse(await work(event));
  try {
    const execution = oracle.run(structuredClone(input), { overrides: { taskResourceLocalHandlers: { First } } });
    return { output: await execution.result };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

describe("the interpreter, compared with aws-local-stepfunctions", () => {
  it.each(definitions)("agrees on %s", async (_, definition) => {
    const endpoint = await givenEndpoint({ work });

    const ours = await run(endpoint, definition, input);
    const theirs = await runWithOracle(definition);

    if (ours.status === "SUCCEEDED") expect(theirs).toEqual({ output: ours.output });
    else expect(theirs).toEqual({ failure: `Execution has failed with the following error: ${messageOf(ours.cause)}` });
  });
});

/**
 * Returns the message of a failure: the cause of a Fail state, or the message in the error document of a function.
 */
function messageOf(cause = ""): string {
  return /"errorMessage":"([^"]*)"/u.exec(cause)?.[1] ?? cause;
}
