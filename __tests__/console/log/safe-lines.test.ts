import { MAX_EVENT_LINES, MAX_LINE_CHARACTERS, toSafeLines } from "../../../console/log/safe-lines";

describe("toSafeLines", () => {
  it.each([
    ["keeps plain text and tabs", "a\tb äöü 漢字 🙂", ["a\tb äöü 漢字 🙂"]],
    ["removes colors", "\u001B[1;31mred\u001B[0m text", ["red text"]],
    ["removes a window title", "\u001B]0;title\u0007text", ["text"]],
    ["removes a hyperlink", "\u001B]8;;https://x.test\u001B\\link\u001B]8;;\u001B\\", ["link"]],
    ["shows an incomplete escape sequence", "a\u001B", ["a^["]],
    ["shows control characters", "bell\u0007 back\b null\0 del\u007F", ["bell^G back^H null^@ del^?"]],
    ["shows a carriage return within a line", "10 %\r20 %", ["10 %^M20 %"]],
    ["shows C1 control characters", "a\u0085b", ["a<U+0085>b"]],
    ["shows characters that reverse text", "a\u202Eb\u2066c", ["a<U+202E>b<U+2066>c"]],
    ["shows Unicode line separators", "a\u2028b", ["a<U+2028>b"]],
    ["splits an event with several lines", "a\r\nb\n\nc\n", ["a", "b", "", "c"]],
    ["keeps an empty line", "", [""]],
  ])("%s", (_what, text, lines) => {
    expect(toSafeLines(text)).toEqual(lines);
  });

  it("cuts a long line, and gives the number of missing characters", () => {
    const [line = ""] = toSafeLines("x".repeat(65_536));

    expect(line).toBe(`${"x".repeat(MAX_LINE_CHARACTERS)}... (${65_536 - MAX_LINE_CHARACTERS} more characters)`);
  });

  it("cuts an event with many lines", () => {
    const lines = toSafeLines("x\n".repeat(100_000));

    expect(lines).toHaveLength(MAX_EVENT_LINES + 1);
    expect(lines.at(-1)).toBe("... (more lines in the same log event)");
  });

  it("leaves no control character but tabs, for every character up to U+2100", () => {
    for (let code = 0; code < 0x2100; code += 1) {
      const shown = toSafeLines(`a${String.fromCodePoint(code)}b`).join("");
      expect(shown).not.toMatch(/(?!\t)\p{Cc}/u);
    }
  });
});
