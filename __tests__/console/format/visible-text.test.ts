import { clip, escapeControls, showControls } from "../../../console/format/visible-text";

const RIGHT_TO_LEFT = "\u202E";

it("shows invisible characters, and keeps tabs, line breaks and emoji", () => {
  expect(showControls(`a\0b\u001B[31m\u007F${RIGHT_TO_LEFT}c\t\n👩‍🚀`)).toBe("a^@b^[[31m^?<U+202E>c\t\n👩‍🚀");
});

it("escapes invisible characters in JSON without changing its value", () => {
  const json = JSON.stringify({ name: `x${RIGHT_TO_LEFT}\u0085y` });

  expect(escapeControls(json)).toBe('{"name":"x\\u202e\\u0085y"}');
  expect(JSON.parse(escapeControls(json))).toEqual(JSON.parse(json));
});

it("cuts a long text", () => {
  expect([clip("abc", 3), clip(`abc${"x".repeat(1_000)}`, 3)]).toEqual(["abc", "abc... (1,000 more characters)"]);
});
