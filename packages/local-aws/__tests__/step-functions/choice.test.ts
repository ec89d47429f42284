import { parseChoiceTest } from "../../src/step-functions/definition/parse-choice-test";
import { closeEndpoints, givenEndpoint, run } from "./fixtures";

afterEach(closeEndpoints);

const input = {
  s: "b",
  n: 2,
  t: true,
  nothing: null,
  time: "2026-01-02T00:00:00Z",
  sooner: "2026-01-01T00:00:00Z",
  a: "a",
  one: 1,
  no: false,
};

async function choose(rule: object): Promise<unknown> {
  const endpoint = await givenEndpoint();
  const states = {
    Choose: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
    Yes: { Type: "Pass", Result: true, End: true },
    No: { Type: "Pass", Result: false, End: true },
  };
  const { output, cause } = await run(endpoint, { StartAt: "Choose", States: states }, input);
  return output ?? cause;
}

describe("Choice", () => {
  it.each([
    ["StringEquals", "$.s", "b", true],
    ["StringEquals", "$.n", "2", false],
    ["StringLessThan", "$.s", "c", true],
    ["StringGreaterThan", "$.s", "b", false],
    ["StringLessThanEquals", "$.s", "b", true],
    ["StringGreaterThanEquals", "$.s", "c", false],
    ["StringEqualsPath", "$.s", "$.s", true],
    ["StringEqualsPath", "$.s", "$.a", false],
    ["StringLessThanPath", "$.a", "$.s", true],
    ["StringMatches", "$.time", "2026-*-02T*Z", true],
    ["StringMatches", "$.s", "*.*", false],
    ["StringMatches", "$.s", String.raw`\*`, false],
    ["NumericEquals", "$.n", 2, true],
    ["NumericLessThan", "$.n", 2, false],
    ["NumericGreaterThan", "$.n", 1.5, true],
    ["NumericLessThanEquals", "$.n", 2, true],
    ["NumericGreaterThanEquals", "$.n", 3, false],
    ["NumericGreaterThanPath", "$.n", "$.one", true],
    ["BooleanEquals", "$.t", true, true],
    ["BooleanEquals", "$.s", true, false],
    ["BooleanEqualsPath", "$.t", "$.no", false],
    ["TimestampEquals", "$.time", "2026-01-02T01:00:00+01:00", true],
    ["TimestampLessThan", "$.sooner", "2026-01-02T00:00:00Z", true],
    ["TimestampGreaterThan", "$.s", "2026-01-02T00:00:00Z", false],
    ["TimestampLessThanEquals", "$.time", "2026-01-02T00:00:00Z", true],
    ["TimestampGreaterThanEqualsPath", "$.time", "$.sooner", true],
    ["IsNull", "$.nothing", true, true],
    ["IsNull", "$.s", false, true],
    ["IsPresent", "$.s", true, true],
    ["IsPresent", "$.s", false, false],
    ["IsPresent", "$.missing", true, false],
    ["IsPresent", "$.missing", false, true],
    ["IsNumeric", "$.n", true, true],
    ["IsString", "$.n", true, false],
    ["IsBoolean", "$.t", true, true],
    ["IsTimestamp", "$.time", true, true],
    ["IsTimestamp", "$.s", true, false],
  ])("evaluates %s of %s with %j to %s", async (operator, Variable, operand, expected) => {
    expect(await choose({ Variable, [operator]: operand })).toBe(expected);
  });

  const yes = { Variable: "$.n", NumericEquals: 2 };
  const no = { Variable: "$.n", NumericEquals: 3 };
  it.each([
    ["And", { And: [yes, yes] }, true],
    ["And", { And: [yes, no] }, false],
    ["Or", { Or: [no, yes] }, true],
    ["Or", { Or: [no, no] }, false],
    ["Not", { Not: no }, true],
    ["nested", { And: [{ Not: { Or: [no, no] } }, yes] }, true],
  ])("combines tests with %s", async (_, rule, expected) => {
    expect(await choose(rule)).toBe(expected);
  });

  it("fails with the message of AWS if the variable does not exist", async () => {
    expect(await choose({ Variable: "$.missing", NumericEquals: 1 })).toContain(
      "Invalid path '$.missing': The choice state's condition path references an invalid value.",
    );
  });

  it("fails with States.NoChoiceMatched if no rule matches and there is no Default", async () => {
    const endpoint = await givenEndpoint();
    const states = { Choose: { Type: "Choice", Choices: [{ ...no, Next: "End" }] }, End: { Type: "Succeed" } };

    const { error, cause } = await run(endpoint, { StartAt: "Choose", States: states }, input);

    expect(error).toBe("States.NoChoiceMatched");
    expect(cause).toContain("Failed to transition out of the state.");
  });

  it.each([
    [{ Variable: "$.a", Next: "x" }, "exactly one operator, got []"],
    [{ Variable: "$.a", IsNull: true, IsString: true }, "exactly one operator, got [IsNull, IsString]"],
    [{ Variable: "$.a", Equals: 1 }, "Field 'Equals' is not supported"],
    [{ Variable: "$.a", constructor: 1 }, "Field 'constructor' is not supported"],
    [{ NumericEquals: 1 }, "These fields are required: [Variable]"],
    [{ Variable: "a", NumericEquals: 1 }, "Invalid path 'a'"],
    [{ Variable: "$.a", NumericEquals: "1" }, 'The operand of NumericEquals must be a number, got "1"'],
    [{ Variable: "$.a", NumericEqualsPath: 1 }, "Invalid path '1'"],
    [{ And: [] }, "The operand of And must be a non-empty array"],
    [{ Or: [1] }, "The operand of Or must contain choice rules"],
    [{ Not: [] }, "The operand of Not must contain choice rules"],
  ])("rejects the rule %j", (rule, words) => {
    expect(() => parseChoiceTest(rule)).toThrow(words);
  });
});

it.each([
  ["*a*a*a*a*a*a*a*b", "a".repeat(10_000), false],
  ["a*b*c", "a-b-b-c", true],
  ["a*a", "a", false],
  ["*.log", "x.log", true],
  [String.raw`a\*b`, "a*b", true],
  [String.raw`a\*b`, "axb", false],
])("compares with the pattern %s in one pass", async (StringMatches, text, expected) => {
  const endpoint = await givenEndpoint();
  const rule = { Variable: "$.text", StringMatches, Next: "Yes" };
  const States = {
    Compare: { Type: "Choice", Choices: [rule], Default: "No" },
    Yes: { Type: "Pass", Result: true, End: true },
    No: { Type: "Pass", Result: false, End: true },
  };

  expect((await run(endpoint, { StartAt: "Compare", States }, { text })).output).toBe(expected);
});
