import fc from "fast-check";
import { readJsonText } from "../../config/json-text";

const problemOf = (text: string): string | undefined => {
  const read = readJsonText(text);
  return "problem" in read ? read.problem : undefined;
};

it.each([
  ['{"a":1,}', "is not JSON: a key in double quotes is missing at line 1, column 8"],
  [
    "hello",
    "is not JSON: an unknown word (JSON has true, false and null; strings have double quotes) at line 1, column 1",
  ],
  ['{"a": NaN}', /an unknown word .* at line 1, column 7$/],
  ['{\n  "a": 1\n  "b": 2\n}', "is not JSON: a comma is missing at line 3, column 3"],
  ["{'a': 1}", /at line 1, column 2$/],
  ['{"a": 1} x', /at line 1, column 10$/],
  ['{"a": "x\ny"}', "is not JSON: a string without closing quote on its line at line 1, column 7"],
  ['{"a": "x\ty"}', "is not JSON: a control character in a string, which must be escaped at line 1, column 7"],
  ['{"a": "\\q"}', "is not JSON: an invalid escape after \\ at line 1, column 7"],
  ['{"a": "\\u12x"}', "is not JSON: an invalid \\u escape at line 1, column 7"],
  ['{"a": 01}', "is not JSON: a comma is missing at line 1, column 8"],
  ['{"a": 1.}', "is not JSON: a number that ends too early at line 1, column 7"],
  ['{"a": 1', "is not JSON: a } is missing at line 1, column 8"],
  ["[1", "is not JSON: a ] is missing at line 1, column 3"],
  ["{} // done", "is not JSON: a comment, which JSON does not have at line 1, column 4"],
  ["[] []", "is not JSON: there is text after the end of the value at line 1, column 4"],
  ["", "is empty"],
  [" \n", "is empty"],
  ['{"a": 1, "b": {"a": 1}, "a": 1}', 'has the key "a" twice in one object at line 1, column 25'],
  ['{"a": [{"b": 1, "\\u0062": 2}]}', 'has the key "b" twice in one object at line 1, column 17'],
  ['{"__proto__": 1, "__proto__": 2}', 'has the key "__proto__" twice in one object at line 1, column 18'],
  [
    '{"parameters": {"order": 1785291740123456789}}',
    "has a number that would lose digits (give it as a string): parameters.order at line 1, column 26",
  ],
  ["[0, 1e400]", "has a number that would lose digits (give it as a string): 1 at line 1, column 5"],
  ["1e-400", "has a number that would lose digits (give it as a string) at line 1, column 1"],
  ["9007199254740993", /would lose digits/],
  ["9007199254740991.4", /would lose digits/],
  ["0.1000000000000000055", /would lose digits/],
  [`1.${"0".repeat(200)}`, /would lose digits/],
  ['["a\\ud800"]', "has half of a surrogate pair: 0 at line 1, column 2"],
  ['["\ud800"]', "has half of a surrogate pair: 0 at line 1, column 2"],
  ['"\\udc00\\ud800"', "has half of a surrogate pair at line 1, column 1"],
  ['{"\\ud800": 1}', "has a key with half of a surrogate pair at line 1, column 2"],
  ["[".repeat(100_000), "has more than 100 levels of objects and arrays at line 1, column 101"],
  ['{"a":'.repeat(100_000), "has more than 100 levels of objects and arrays at line 1, column 501"],
])("reports the problem of a text and its position (%#)", (text, problem) => {
  expect(problemOf(text)).toEqual(typeof problem === "string" ? problem : expect.stringMatching(problem));
});

it.each([
  "0",
  "-0",
  "1.0",
  "10e-1",
  "1E3",
  "0e9",
  "123456789012345680000",
  "0.30000000000000004",
  "5e-324",
  "true",
  "[]",
])("reads %s", (text) => {
  expect(readJsonText(text)).toEqual(parseOrUndefined(text));
});

it('keeps whole characters, other objects\' keys, and a key "__proto__"', () => {
  const text = '{"a": {"x": "\\ud83d\\ude80"}, "b": {"x": "🚀"}, "__proto__": 1}';

  expect(readJsonText(text)).toEqual(parseOrUndefined(text));
});

it("reads whatever JSON.parse reads, and nothing else", () => {
  const mutated = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "0", "e", "\\", "\n", "/", "\u00a0"),
    )
    .map(([json, at, inserted]) => {
      const place = at % (json.length + 1);
      return `${json.slice(0, place)}${inserted}${json.slice(place + (at % 2))}`;
    });

  fc.assert(
    fc.property(mutated, (text) => {
      const read = readJsonText(text);
      const parsed = parseOrUndefined(text);

      // What it reads is the same; what it calls no JSON, JSON.parse does not read either.
      if ("value" in read) expect(parsed).toEqual({ value: read.value });
      else if (/^is (not JSON|empty)/.test(read.problem)) expect(parsed).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

function parseOrUndefined(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
