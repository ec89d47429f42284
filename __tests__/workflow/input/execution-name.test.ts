import { parseExecutionName } from "../../../workflow/input/execution-name";

it.each(["a", "A-z_09", "x".repeat(80)])("accepts %s", (name) => {
  expect(parseExecutionName(name)).toBe(name);
});

it.each([
  ["", 'execution name must have 1 to 80 characters, got 0: ""'],
  ["x".repeat(81), `execution name must have 1 to 80 characters, got 81: "${"x".repeat(81)}"`],
  ["naïve", 'execution name may hold only 0-9, A-Z, a-z, "-" and "_", got "ï" in "naïve"'],
  ["run 🚀", 'execution name may hold only 0-9, A-Z, a-z, "-" and "_", got " " in "run 🚀"'],
  ["🚀", 'execution name may hold only 0-9, A-Z, a-z, "-" and "_", got "🚀" in "🚀"'],
  ["a\n", 'execution name may hold only 0-9, A-Z, a-z, "-" and "_", got "\\n" in "a\\n"'],
  ["a.b", 'execution name may hold only 0-9, A-Z, a-z, "-" and "_", got "." in "a.b"'],
])("rejects %j with the rule and the value", (name, message) => {
  expect(() => parseExecutionName(name)).toThrow(new RangeError(message));
});

it("counts an emoji as one character, so that the message names the right rule", () => {
  expect(() => parseExecutionName("🚀".repeat(80))).toThrow(/^execution name may hold only/);
});
