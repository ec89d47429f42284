import { evaluateIntrinsic } from "../../src/step-functions/intrinsics/evaluate-intrinsic";
import { parseIntrinsic } from "../../src/step-functions/intrinsics/parse-intrinsic";
import { containing } from "../../../../testing/matchers";

const scope = {
  data: { a: [1, 2, 2], o: { x: 1 }, s: "text", n: 3, name: "O'Hara", deep: { p: { q: [1.5] } }, "it's": "quoted" },
  context: () => ({ Execution: { Name: "run" } }),
  variables: { v: { w: 5 } },
};
const half = { next: () => 0.5 };
const evaluate = (expression: string) => evaluateIntrinsic(expression, scope, half);

function failureOf(expression: string): unknown {
  try {
    return evaluate(expression);
  } catch (error) {
    return error;
  }
}

describe("intrinsic functions", () => {
  it.each([
    ["States.Format('{} of {}', $.n, $$.Execution.Name)", "3 of run"],
    [String.raw`States.Format('\{{}\} it\'s {}', $v.w, $.o)`, "{5} it's {x=1}"],
    ["States.Format('{}{}', null, true)", "nulltrue"],
    ["States.StringToJson('[1, 2]')", [1, 2]],
    ["States.StringToJson(' ')", null],
    ["States.Format('{} {}', States.Array('a', null), $.deep)", "[a, null] {p={q=[1.5]}}"],
    [String.raw`States.Format('{}', $['it\'s'])`, "quoted"],
    ["States.JsonToString($.o)", '{"x":1}'],
    ["States.Array()", []],
    ["States.Array(1, -2.5, 'b', false, $.o)", [1, -2.5, "b", false, { x: 1 }]],
    ["States.ArrayPartition($.a, 2)", [[1, 2], [2]]],
    ["States.ArrayContains($.a, 2)", true],
    ["States.ArrayContains(States.Array($.o), $.o)", true],
    ["States.ArrayContains($.a, '2')", false],
    ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
    ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
    ["States.ArrayGetItem($.a, 1)", 2],
    ["States.ArrayLength($.a)", 3],
    ["States.ArrayUnique($.a)", [1, 2]],
    ["States.Base64Encode('Grüße')", "R3LDvMOfZQ=="],
    ["States.Base64Decode('R3LDvMOfZQ==')", "Grüße"],
    ["States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["States.JsonMerge($.o, States.StringToJson('{\"y\":2}'), false)", { x: 1, y: 2 }],
    ["States.MathRandom(10, 20)", 15],
    ["States.MathAdd($.n, -1)", 2],
    ["States.StringSplit('1,2;3,;4', ',;')", ["1", "2", "3", "4"]],
    ["States.StringSplit('ab', ',')", ["ab"]],
    ["States.ArrayGetItem(States.StringSplit('a b', ' '), 0)", "a"],
    ["States.Format('{}', $['name'])", "O'Hara"],
  ])("evaluates %s", (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it("returns the same States.MathRandom number for the same seed", () => {
    const [first, second, other] = [1, 1, 2].map((seed) => evaluate(`States.MathRandom(0, 1000000, ${seed})`));

    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("returns a different States.UUID on every call", () => {
    expect(evaluate("States.UUID()")).toMatch(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/u);
    expect(evaluate("States.UUID()")).not.toBe(evaluate("States.UUID()"));
  });

  it.each([
    ["States.Format('{} {}', 1)", "the template has 2 {} placeholders but got 1 values"],
    ["States.Format($.n)", "expected a string, got 3"],
    ["States.StringToJson('{')", "JSON"],
    ["States.ArrayPartition($.a, 0)", "the chunk size must be at least 1, got 0"],
    ["States.ArrayRange(1, 2, 0)", "the step must not be 0"],
    ["States.ArrayRange(1, 2000, 1)", "a range must have at most 1000 items, got 2000"],
    ["States.ArrayGetItem($.a, 9)", "no item 9 in an array of 3"],
    ["States.ArrayGetItem($.a, -1)", "no item -1"],
    ["States.ArrayLength($.s)", 'expected an array, got "text"'],
    ["States.Hash('x', 'CRC')", "the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, got CRC"],
    ["States.JsonMerge($.o, $.o, true)", "deep merging is not supported"],
    ["States.JsonMerge($.o, 1, false)", "expected an object, got 1"],
    ["States.MathAdd('1', 1)", 'expected a number, got "1"'],
    ["States.MathRandom(2, 2)", "the start must be below the end, got 2 and 2"],
    [`States.Base64Encode('${"x".repeat(10_001)}')`, "at most 10000 characters, got 10001"],
  ])("rejects %s", (expression, words) => {
    expect(failureOf(expression)).toMatchObject({ error: "States.IntrinsicFailure", message: containing(words) });
  });

  it("fails with a runtime error if a path has no result", () => {
    expect(failureOf("States.Format('{}', $.missing)")).toMatchObject({
      error: "States.Runtime",
      message: containing("'$.missing'"),
    });
  });

  it.each([
    ["Format('x')", "a function such as States.Format( at position 0"],
    ["States.Format('x'", "a comma or a closing parenthesis"],
    ["States.Format('x') y", "the end of the expression"],
    ["States.Format(x)", "a function such as States.Format("],
    ["States.ArrayLength()", "expected 1 arguments of States.ArrayLength at position 20"],
    ["States.MathRandom(1)", "expected 2 to 3 arguments of States.MathRandom"],
    ["States.Nothing()", "expected a function of the Amazon States Language instead of States.Nothing"],
    [`${"States.Array(".repeat(11)}${")".repeat(11)}`, "at most 10 nested functions"],
  ])("rejects the syntax of %s", (text, words) => {
    expect(() => parseIntrinsic(text)).toThrow(words);
  });
});
