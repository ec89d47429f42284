import { parseDefinition } from "../../src/step-functions/definition/parse-definition";
import { containing } from "../../../../testing/matchers";

const pass = { Type: "Pass", End: true };
const one = (state: unknown, more: object = {}) => ({ StartAt: "S", States: { S: state }, ...more });
const check = (resource: string) =>
  resource.includes("sns") ? `local mode does not support task resource ${resource}` : undefined;

function problems(definition: unknown): string[] {
  const parsed = parseDefinition(typeof definition === "string" ? definition : JSON.stringify(definition), check);
  return parsed.ok
    ? []
    : parsed.diagnostics.map(({ code, location, message }) => `${code} ${location ?? ""} ${message}`);
}

describe("a definition", () => {
  it("has no diagnostics if it is valid", () => {
    const definition = {
      Comment: "c",
      Version: "1.0",
      TimeoutSeconds: 60,
      StartAt: "A",
      States: {
        A: {
          Type: "Task",
          Resource: "arn:x",
          Retry: [{ ErrorEquals: ["States.ALL"] }],
          Catch: [{ ErrorEquals: ["X"], Next: "C", ResultPath: "$.e", Assign: { "x.$": "$.e" } }],
          Next: "B",
        },
        B: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "C" }], Default: "D" },
        C: { Type: "Succeed" },
        D: { Type: "Fail", CausePath: "States.Format('{}', $.x)" },
      },
    };

    expect(problems(definition)).toEqual([]);
  });

  it.each([
    ["{", "INVALID_JSON_DESCRIPTION", "JSON"],
    ["null", "SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object"],
    [{}, "SCHEMA_VALIDATION_FAILED / ", "These fields are required: [States, StartAt]"],
    [{ StartAt: "S", States: 1 }, "/States ", "Field must be an object"],
    [
      one({ Type: "Map", End: true }),
      "/States/S/Type",
      "State type Map is not supported by local Step Functions; use Pass",
    ],
    [one({ Type: "Parallel", End: true }), "/States/S/Type", "State type Parallel is not supported"],
    [one({ Type: "Nap" }), "/States/S/Type", "The field 'Type' should have one of these values: [Task, Wait, Pass"],
    [one(1), "/States/S/Type", "should have one of these values"],
    [{ StartAt: "x".repeat(81), States: { ["x".repeat(81)]: pass } }, "/States/x", "at most 80 characters"],
    [one({ ...pass, Colour: 1 }), "/States/S ", "Field is not supported: Colour"],
    [
      one({ Type: "Task", Resource: "arn:x", HeartbeatSeconds: 5, End: true }),
      "/States/S ",
      "supports a heartbeat only for .waitForTaskToken tasks",
    ],
    [one({ Type: "Task", End: true }), "/States/S/Resource", ""],
    [one({ Type: "Pass" }), "/States/S ", "One of the fields 'Next' and 'End' is required"],
    [one({ ...pass, Next: "S" }), "/States/S ", "not both"],
    [one({ Type: "Pass", Next: "T" }), "MISSING_TRANSITION_TARGET /States/S/Next", "Missing 'Next' target: T"],
    [one(pass, { StartAt: "T" }), "MISSING_TRANSITION_TARGET /StartAt", "Missing 'StartAt' target: T"],
    [
      one({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "T" }], Default: "S" }),
      "/States/S/Choices/0/Next",
      "Missing 'Next' target: T",
    ],
    [
      one({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "S" }], Default: "U" }),
      "/States/S/Default",
      "Missing 'Default' target: U",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Catch: [{ ErrorEquals: ["A"], Next: "T" }], End: true }),
      "/States/S/Catch/0/Next",
      "target: T",
    ],
    [{ StartAt: "S", States: { S: pass, T: pass } }, "/States/T", 'State "T" is not reachable.'],
    [
      one({ Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true }),
      "/States/S/Resource",
      "does not support task resource arn:aws:states:::sns:publish",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", TimeoutSeconds: 1, TimeoutSecondsPath: "$.t", End: true }),
      "/States/S ",
      "Only one of the fields TimeoutSeconds",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Retry: [{ ErrorEquals: ["States.ALL", "A"] }], End: true }),
      "/States/S/Retry/0/ErrorEquals",
      "must appear alone",
    ],
    [
      one({
        Type: "Task",
        Resource: "arn:x",
        Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }],
        End: true,
      }),
      "/Retry/0/",
      "in the last entry",
    ],
    [
      one({ Type: "Wait", End: true }),
      "/States/S ",
      "exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath], got []",
    ],
    [one({ Type: "Wait", Seconds: 1, SecondsPath: "$.s", End: true }), "/States/S ", "got [Seconds, SecondsPath]"],
    [
      one({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true }] }),
      "/States/S/Choices/0 ",
      "These fields are required: [Next]",
    ],
    [
      one({ Type: "Choice", Choices: [{ Variable: "$", Is: true, Next: "S" }] }),
      "/States/S/Choices/0 ",
      "Field is not supported: Is",
    ],
    [one({ ...pass, InputPath: "a" }), "/States/S/InputPath", "Invalid path 'a': it must start with $"],
    [one({ ...pass, InputPath: "$.a[?(@.b==1)]" }), "/States/S/InputPath", "does not support filters"],
    [one({ ...pass, InputPath: "$.a[" }), "/States/S/InputPath", "it is not a JSONPath"],
    [one({ ...pass, ResultPath: "$.a[*]" }), "/States/S/ResultPath", "Value is not a Reference Path"],
    [one({ ...pass, ResultPath: "$$.a" }), "/States/S/ResultPath", "Value is not a Reference Path"],
    [
      one({ ...pass, Parameters: { "a.$": 1 } }),
      "/States/S/Parameters/a.$",
      "must be a STRING that contains a JSONPath but was number",
    ],
    [
      one({ ...pass, Parameters: [{ "a.$": "nope" }] }),
      "/States/S/Parameters/0/a.$",
      "Invalid intrinsic function 'nope'",
    ],
    [
      one({ ...pass, Output: 1 }),
      "/States/S/Output",
      "The QueryLanguage 'JSONPath' does not support the field 'Output'",
    ],
    [
      one({ ...pass, InputPath: "$" }, { QueryLanguage: "JSONata" }),
      "/States/S/InputPath",
      "The QueryLanguage 'JSONata' does not support the field 'InputPath'",
    ],
    [one({ ...pass, QueryLanguage: "JSONPath" }, { QueryLanguage: "JSONata" }), "/States/S ", "can not be 'JSONPath'"],
    [
      one({ ...pass, Output: ["{% ( %}"] }, { QueryLanguage: "JSONata" }),
      "/States/S/Output/0",
      "Invalid JSONata expression '(': S0203",
    ],
    [
      one({ Type: "Choice", Choices: [{ Next: "S" }] }, { QueryLanguage: "JSONata" }),
      "/States/S/Choices/0 ",
      "These fields are required: [Condition]",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Catch: [{ ErrorEquals: ["A"], Next: "S", ResultPath: "x" }], End: true }),
      "/States/S/Catch/0/ResultPath",
      "Invalid path 'x'",
    ],
  ])("rejects %j", (definition, place, words) => {
    expect(problems(definition)).toEqual([containing(place)]);
    expect(problems(definition).join()).toContain(words);
  });
});
