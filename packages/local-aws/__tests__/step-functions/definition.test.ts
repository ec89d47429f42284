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
const task = (state: object, settings: object = {}) =>
  more({ Type: "Task", Resource: "arn:x", Next: "Done", ...state }, settings);
const choose = (rule: object, settings: object = {}) =>
  more({ Type: "Choice", Choices: [{ Next: "Done", ...rule }], Default: "Done" }, settings);
const JSONATA = { QueryLanguage: "JSONata" };
const isNull = { Variable: "$", IsNull: true };
const INVOKE = "arn:aws:states:::lambda:invoke";
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
    [{ StartAt: "x".repeat(81), States: { ["x".repeat(81)]: pass } }, "/States/x", "Invalid State name: x"],
    [one({ ...pass, Colour: 1 }), "/States/S ", "Field 'Colour' is not supported"],
    [
      one({ Type: "Task", Resource: "arn:x", HeartbeatSeconds: 5, End: true }),
      "/States/S ",
      "supports a heartbeat only for .waitForTaskToken tasks",
    ],
    [one({ Type: "Task", End: true }), "/States/S ", "These fields are required: [Resource]"],
    [more({ Type: "Pass" }), "/States/S ", "One of the fields 'Next' and 'End' is required"],
    [one({ ...pass, Next: "S" }), "/States/S ", "There should only be one of the following fields: [Next, End]"],
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
      "only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]",
    ],
    [
      one({ Type: "Task", Resource: "arn:x", Retry: [{ ErrorEquals: ["States.ALL", "A"] }], End: true }),
      "/States/S/Retry[0]/ErrorEquals",
      "States.ALL must appear alone and at end of list",
    ],
    [
      one({
        Type: "Task",
        Resource: "arn:x",
        Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }],
        End: true,
      }),
      "/Retry[0]/",
      "at end of list",
    ],
    [one({ Type: "Wait", End: true }), "/States/S ", "one of [Seconds, SecondsPath, Timestamp, TimestampPath]"],
    [
      one({ Type: "Wait", Seconds: 1, SecondsPath: "$.s", End: true }),
      "/States/S ",
      "[SecondsPath, Seconds, TimestampPath, Timestamp]",
    ],
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
    [one({ ...pass, InputPath: "a" }), "/States/S/InputPath", "Value must be a valid JSONPath."],
    [one({ ...pass, InputPath: "$.a[?(@.b==1)]" }), "/States/S/InputPath", "does not support filters"],
    [one({ ...pass, InputPath: "$.a[" }), "/States/S/InputPath", "Value must be a valid JSONPath."],
    [one({ ...pass, ResultPath: "$.a[*]" }), "/States/S/ResultPath", "Value is not a Reference Path"],
    [one({ ...pass, ResultPath: "$$.a" }), "/States/S/ResultPath", "Value is not a Reference Path"],
    [
      one({ ...pass, Parameters: { "a.$": 1 } }),
      "/States/S/Parameters ",
      "must be a STRING that contains a JSONPath but was number",
    ],
    [
      one({ ...pass, Parameters: [{ "a.$": "nope" }] }),
      "/States/S/Parameters[0] ",
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
      "Value is not a Reference Path: Reference path didn't start with '$'",
    ],
    [one({ Type: "Wait", Seconds: "5", End: true }), "/States/S/Seconds", "Expected value of type Integer"],
    [one({ Type: "Wait", Seconds: -1, End: true }), "/States/S/Seconds", "Minimum value is 0"],
    [
      one({ Type: "Wait", Timestamp: "2016-12-05T21:29:29", End: true }),
      "/States/S/Timestamp",
      "String does not match RFC3339 timestamp",
    ],
    [one({ Type: "Wait", Timestamp: "2023-02-30T00:00:00Z", End: true }), "/States/S/Timestamp", "RFC3339"],
    [jsonata({ Type: "Wait", Timestamp: "soon" }), "/States/S/Timestamp", "RFC3339"],
    [jsonata({ Type: "Wait", Seconds: "5" }), "/States/S/Seconds", "Expected value of type Integer"],
    [
      { StartAt: "S", States: { S: { Type: "Fail", Error: "E", ErrorPath: "$.e" } } },
      "/States/S ",
      "one of the following fields: [Error, ErrorPath]",
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
    [one({ ...pass, InputPath: "States.UUID()" }), "/States/S/InputPath", "Value must be a valid JSONPath."],
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
    [
      jsonata({ Type: "Pass", Output: "{% $$.a %}" }),
      "UNSUPPORTED_JSONATA_EXPRESSION",
      "Reference to '$$' is not supported.",
    ],
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
    [one(pass, { Version: "2.0" }), "/Version", "Value should be one of the following: [1.0]"],
    [one({ Type: "Choice", Choices: [] }), "/States/S/Choices", "Value cannot be empty"],
    [
      one({ Type: "Task", Resource: "arn:x", TimeoutSeconds: true, End: true }),
      "/States/S/TimeoutSeconds",
      "must be a NUMBER",
    ],
    [one(pass, { TimeoutSeconds: 1e9 }), "/TimeoutSeconds", "Maximum value is 99999999"],
    [one(pass, { TimeoutSeconds: -1 }), "/TimeoutSeconds", "Minimum value is 0"],
    [task({ TimeoutSeconds: 0 }), "/States/S/TimeoutSeconds", "Minimum value is 1"],
    [
      one({ Type: "Task", Resource: INVOKE, End: true }),
      "/States/S/Resource",
      `Parameters field is required for resource ARN: ${INVOKE}`,
    ],
    [jsonata({ Type: "Task", Resource: INVOKE }), "/States/S/Resource", "Arguments field is required"],
    [
      one({ Type: "Task", Resource: `${INVOKE}.waitForTaskToken`, Parameters: { Payload: 1 }, End: true }),
      "/States/S/Parameters",
      'The field "FunctionName" is required but was missing',
    ],
    [choose({ And: [{ ...isNull, Next: "Done" }] }), "/Choices[0]/And[0] ", "Field 'Next' is not supported"],
    [choose({ Not: { ...isNull, Assign: { a: 1 } } }), "/Choices[0]/Not ", "Field 'Assign' is not supported"],
    [
      choose({ Or: [{ Not: { ...isNull, Output: 1 } }] }),
      "/Choices[0]/Or[0]/Not ",
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported",
    ],
    [
      choose({ And: [isNull], Variable: "$.a" }),
      "/States/S/Choices[0] ",
      "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
    ],
    [choose({ And: [isNull], IsNull: true }), "/States/S/Choices[0] ", "only one of the following fields, [And"],
    [choose({ IsNull: true }), "/States/S/Choices[0] ", "only one of the following fields, [And"],
    [choose({ ...isNull, IsString: true }), "/Choices[0] ", "one of the following fields: [IsNull, IsString]"],
    [choose({ ...isNull, Output: 1 }), "/Choices[0] ", "but field 'Output' is only supported for the 'JSONata'"],
    [choose({ Condition: "{% true %}" }), "/Choices[0] ", "but field 'Condition' is only supported for the 'JSONata'"],
    [choose({ ...isNull, Assign: { "a.$": "x" } }), "/Choices[0]/Assign", "must be a valid JSONPath or"],
    [
      choose({ Condition: true, Variable: "$" }, JSONATA),
      "/Choices[0] ",
      "The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath'",
    ],
    [choose({ Condition: true, Colour: 1 }, JSONATA), "/Choices[0] ", "Field 'Colour' is not supported"],
    [choose({ Condition: "true" }, JSONATA), "/Choices[0] ", "must be a BOOLEAN or a JSONata expression"],
    [
      task({ Catch: [{ ErrorEquals: ["A"], Next: "Done", Output: 1 }] }),
      "/States/S/Catch[0] ",
      "but field 'Output' is only supported for the 'JSONata'",
    ],
    [
      task({ Catch: [{ ErrorEquals: ["A"], Next: "Done", ResultPath: "$.a" }] }, JSONATA),
      "/States/S/Catch[0] ",
      "but field 'ResultPath' is only supported for the 'JSONPath'",
    ],
    ...[
      jsonata({ Type: "Pass", Output: "{% $states.errorOutput %}" }),
      task({ Output: "{% $states.errorOutput.Cause %}" }, JSONATA),
    ].map((definition): [object, string, string] => [
      definition,
      "UNSUPPORTED_JSONATA_EXPRESSION /States/S/Output",
      "Field '$states.errorOutput' does not exist.",
    ]),
    [jsonata({ Type: "Pass", Output: "{% $states.result %}" }), "/Output", "Field '$states.result' does not exist."],
    [task({ Arguments: "{% $states.result %}" }, JSONATA), "/Arguments", "Field '$states.result' does not exist."],
    [jsonata({ Type: "Pass", Output: "{% $states.foo %}" }), "/Output", "Field '$states.foo' does not exist."],
    [jsonata({ Type: "Pass", Output: `{% ${"(".repeat(20_000)}1${")".repeat(20_000)} %}` }), "/Output", "too deep"],
    [
      jsonata({ Type: "Pass", Output: `{% ${Array.from({ length: 20_000 }, () => "1").join("+")} %}` }),
      "INVALID_JSONATA_EXPRESSION /States/S/Output",
      "The expression is nested too deep",
    ],
    [
      one({ ...pass, Assign: { "states.$": "$" } }),
      "RESERVED_VARIABLE_NAME /States/S/Assign",
      "Cannot assign to reserved variable '$states'.",
    ],
    [
      one({ ...pass, Assign: { "a.b": 1 } }),
      "INVALID_VARIABLE_NAME /States/S/Assign",
      "Invalid variable name 'a.b': the variable name contains invalid characters.",
    ],
    [
      choose({ ...isNull, Assign: { ["a".repeat(81)]: 1 } }),
      "INVALID_VARIABLE_NAME /States/S/Choices[0]/Assign",
      "longer than 80 characters",
    ],
    [
      task({ Catch: [{ ErrorEquals: ["A"], Next: "Done", Assign: { "1a": 1 } }] }),
      "INVALID_VARIABLE_NAME /States/S/Catch[0]/Assign",
      "'1a'",
    ],
    ...["States.UUID(1)", "States.ArrayLength()", "States.Nothing(1)", "States.Format(States.Hash('a'))"].map(
      (call): [object, string, string] => [
        one({ ...pass, Parameters: { "a.$": call } }),
        "/States/S/Parameters ",
        "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ),
    [
      one({ ...pass, Parameters: { a: 1, "a.$": "$" } }),
      "/States/S/Parameters ",
      "Only one of the fields 'a' and 'a.$'",
    ],
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

  // Measured on AWS: rule pf-sfn-asl-numeric-ranges of the project cdk-preflight.
  it("accepts an interval of 0, and a time limit of 0 for the state machine", () => {
    const retry = task({ Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 0 }] });

    expect(problems(retry)).toEqual([]);
    expect(problems(one(pass, { TimeoutSeconds: 0 }))).toEqual([]);
  });

  it("accepts the members of $states where they exist", () => {
    const Catch = [{ ErrorEquals: ["A"], Next: "Done", Output: "{% $states.errorOutput.Error %}" }];
    const Output = "{% [$states.result, $states.input, $states.context.State] %}";

    expect(problems(task({ Catch, Output, Assign: { a: "{% $states.result.x %}" } }, JSONATA))).toEqual([]);
  });

  it("reports a missing target before a missing terminal state", () => {
    const loop = { StartAt: "S", States: { S: { Type: "Pass", Next: "T" } } };

    expect(problems(loop)).toEqual([
      "MISSING_TRANSITION_TARGET /States/S/Next Missing 'Next' target: T",
      "MISSING_END_STATE  Workflow has no terminal state",
    ]);
  });
});
