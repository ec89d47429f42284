import { parseDefinition } from "../../src/step-functions/definition/parse-definition";
import { containing } from "../../../../testing/matchers";

const pass = { Type: "Pass", End: true };
const one = (state: unknown, more: object = {}) => ({ StartAt: "S", States: { S: state }, ...more });
const more = (state: unknown, settings: object = {}) => ({
  StartAt: "S",
  States: { S: state, Done: { Type: "Succeed" } },
  ...settings,
});
const jsonata = (state: object) => one({ End: true, ...state }, { QueryLanguage: "JSONata" });
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
    [one({ ...pass, Colour: 1 }), "/States/S ", "Field 'Colour' is not supported"],
    [
      one({ Type: "Task", Resource: "arn:x", HeartbeatSeconds: 5, End: true }),
      "/States/S ",
      "supports a heartbeat only for .waitForTaskToken tasks",
    ],
    [one({ Type: "Task", End: true }), "/States/S ", "These fields are required: [Resource]"],
    [more({ Type: "Pass" }), "/States/S ", "One of the fields 'Next' and 'End' is required"],
    [one({ ...pass, Next: "S" }), "/States/S ", "not both"],
    [more({ Type: "Pass", Next: "T" }), "MISSING_TRANSITION_TARGET /States/S/Next", "Missing 'Next' target: T"],
    [one(pass, { StartAt: "T" }), "MISSING_TRANSITION_TARGET /StartAt", "Missing 'StartAt' target: T"],
    [
      more({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "T" }], Default: "S" }),
      "/States/S/Choices[0]/Next",
      "Missing 'Next' target: T",
    ],
    [
      more({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "S" }], Default: "U" }),
      "/States/S/Default",
      "Missing 'Next' target: U",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Catch: [{ ErrorEquals: ["A"], Next: "T" }], End: true }),
      "/States/S/Catch[0]/Next",
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
      "/States/S/Retry[0]/ErrorEquals",
      "must appear alone",
    ],
    [
      one({
        Type: "Task",
        Resource: "arn:x",
        Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }],
        End: true,
      }),
      "/Retry[0]/",
      "in the last entry",
    ],
    [
      one({ Type: "Wait", End: true }),
      "/States/S ",
      "exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath], got []",
    ],
    [one({ Type: "Wait", Seconds: 1, SecondsPath: "$.s", End: true }), "/States/S ", "got [Seconds, SecondsPath]"],
    [
      more({ Type: "Choice", Choices: [{ Variable: "$", IsNull: true }], Default: "Done" }),
      "/States/S/Choices[0] ",
      "These fields are required: [Next]",
    ],
    [
      more({ Type: "Choice", Choices: [{ Variable: "$", Is: true, Next: "Done" }] }),
      "/States/S/Choices[0] ",
      "Field 'Is' is not supported",
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
      "/States/S/Parameters[0]/a.$",
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
    ],
    [
      one({ ...pass, Output: 1 }),
      "/States/S ",
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
    ],
    [
      one({ ...pass, InputPath: "$" }, { QueryLanguage: "JSONata" }),
      "/States/S ",
      "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
    ],
    [one({ ...pass, QueryLanguage: "JSONPath" }, { QueryLanguage: "JSONata" }), "/States/S ", "can not be 'JSONPath'"],
    [
      one({ ...pass, Output: ["{% ( %}"] }, { QueryLanguage: "JSONata" }),
      "INVALID_JSONATA_EXPRESSION /States/S/Output[0]",
      'Expected ")" before end of expression',
    ],
    [
      more({ Type: "Choice", Choices: [{ Next: "Done" }] }, { QueryLanguage: "JSONata" }),
      "/States/S/Choices[0] ",
      "These fields are required: [Condition]",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Catch: [{ ErrorEquals: ["A"], Next: "S", ResultPath: "x" }], End: true }),
      "/States/S/Catch[0]/ResultPath",
      "Invalid path 'x'",
    ],
    [one({ Type: "Wait", Seconds: "5", End: true }), "/States/S/Seconds", "must be an INTEGER"],
    [one({ Type: "Wait", Seconds: -1, End: true }), "/States/S/Seconds", "The value for the field 'Seconds'"],
    [
      one({ Type: "Wait", Timestamp: "2016-12-05T21:29:29", End: true }),
      "/States/S/Timestamp",
      "an RFC 3339 timestamp",
    ],
    [one({ Type: "Wait", Timestamp: "2023-02-30T00:00:00Z", End: true }), "/States/S/Timestamp", "RFC 3339"],
    [jsonata({ Type: "Wait", Timestamp: "soon" }), "/States/S/Timestamp", "RFC 3339 timestamp, got 'soon'"],
    [jsonata({ Type: "Wait", Seconds: "5" }), "/States/S/Seconds", "must be an INTEGER or a JSONata expression"],
    [
      { StartAt: "S", States: { S: { Type: "Fail", Error: "E", ErrorPath: "$.e" } } },
      "/States/S ",
      "Only one of the fields Error and ErrorPath may be given",
    ],
    [
      { StartAt: "S", States: { S: { Type: "Pass", Next: "T" }, T: { Type: "Pass", Next: "S" } } },
      "MISSING_END_STATE  ",
      "Workflow has no terminal state",
    ],
    [
      '{ "StartAt": "S", "States": { "S": { "Type": "Succeed" }, "S": { "Type": "Succeed" } } }',
      "DUPLICATE_STATE_NAME /States/S ",
      "Duplicate State name: S",
    ],
    [
      '{ "StartAt": "S", "States": { "S": { "Type": "Succeed", "Comment": "a", "Comment": "b" } } }',
      "INVALID_JSON_DESCRIPTION /States/S/Comment ",
      "Duplicate field 'Comment'",
    ],
    [one({ ...pass, InputPath: "States.UUID()" }), "/States/S/InputPath", "Invalid path 'States.UUID()'"],
    [jsonata({ Type: "Pass", Output: "{% 1 + %}" }), "/States/S/Output", "Unexpected end of expression"],
    [jsonata({ Type: "Pass", Output: "{% $x" }), "/States/S/Output", "must start with {% and end with %}"],
    [jsonata({ Type: "Pass", Output: "$x %}" }), "/States/S/Output", "must start with {% and end with %}"],
    [jsonata({ Type: "Pass", Output: "{% $x ?? 1 %}" }), "/States/S/Output", 'The symbol "?" cannot be used'],
    [jsonata({ Type: "Pass", Output: "{% $x ?: 1 %}" }), "/States/S/Output", 'The symbol ":" cannot be used'],
    [
      jsonata({ Type: "Pass", Output: { v: "{% phone.number %}" } }),
      "UNSUPPORTED_JSONATA_EXPRESSION /States/S/Output/v",
      "Reference to 'phone' at the top level is not supported.",
    ],
    [jsonata({ Type: "Pass", Output: "{% $$.a %}" }), "UNSUPPORTED_JSONATA_EXPRESSION", "Reference to '$$'"],
    [
      one({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { Payload: 1 }, End: true }),
      "/States/S/Parameters",
      'The field "FunctionName" is required but was missing',
    ],
    [
      one({
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { "FunctionName.$": "$.f", Retries: 1 },
        End: true,
      }),
      "/States/S/Parameters",
      'The field "Retries" is not supported by Step Functions',
    ],
    [one({ ...pass, End: "yes" }), "/States/S/End", "The value for the field 'End' must be a BOOLEAN"],
    [one(pass, { Version: "2.0" }), "/Version", "The field 'Version' should have one of these values: [1.0]"],
    [one({ Type: "Choice", Choices: [] }), "/States/S/Choices", "must be a non-empty ARRAY"],
    [
      one({ Type: "Task", Resource: "arn:x", TimeoutSeconds: true, End: true }),
      "/States/S/TimeoutSeconds",
      "not valid",
    ],
    [one(pass, { TimeoutSeconds: 1e9 }), "/TimeoutSeconds", "must be at most 99999999"],
    [one(pass, { TimeoutSeconds: 0 }), "/TimeoutSeconds", "must be at least 1"],
  ])("rejects %j", (definition, place, words) => {
    expect(problems(definition)).toEqual([containing(place)]);
    expect(problems(definition).join()).toContain(words);
  });

  it("accepts names that JSONata reads from a value, and a text with spaces around the delimiters", () => {
    const Output = {
      filtered: "{% $states.input.jobs[status = 'DONE'].(id & name) %}",
      sorted: "{% $states.input.jobs^(>age){ id: name } %}",
      constant: " {% states.input %} ",
      condition: "{% $x ? 'a??b' : 1 %}",
    };

    expect(problems(jsonata({ Type: "Pass", Output }))).toEqual([]);
  });

  it("reports a missing target before a missing terminal state", () => {
    const loop = { StartAt: "S", States: { S: { Type: "Pass", Next: "T" } } };

    expect(problems(loop)).toEqual([
      "MISSING_TRANSITION_TARGET /States/S/Next Missing 'Next' target: T",
      "MISSING_END_STATE  Workflow has no terminal state",
    ]);
  });
});
