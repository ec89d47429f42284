// cspell:ignore mtext mone
import { toStyledLines } from "../../../console/log/styled-lines";

const ESC = String.fromCodePoint(0x1b);

/** Returns the styled parts of a line as text and styles. */
const partsOf = (line: string) =>
  toStyledLines(line).map(({ text, parts = [] }) =>
    parts.map(({ from, to, styles }) => [text.slice(from, to), styles.join(" ")]),
  );

describe("toStyledLines", () => {
  it("returns the styles of a text, without the escape sequences", () => {
    expect(toStyledLines(`plain ${ESC}[1;31mred${ESC}[0m text`)).toEqual([
      { text: "plain red text", parts: [{ from: 6, to: 9, styles: ["bold", "red"] }] },
    ]);
  });

  it("returns a text without styles unchanged", () => {
    expect(toStyledLines("a\nb")).toEqual([{ text: "a" }, { text: "b" }]);
  });

  it.each([
    [`${ESC}[92mok`, "ok", "green"],
    [`${ESC}[33m${ESC}[36mtext`, "text", "cyan"],
    [`${ESC}[1m${ESC}[2m${ESC}[22;3;4mtext`, "text", "italic underline"],
    [`${ESC}[3;4m${ESC}[23m${ESC}[24;1mtext`, "text", "bold"],
    [`${ESC}[38;5;196;1mtext`, "text", "bold"],
    [`${ESC}[31;38;2;1;2;3;4mtext`, "text", "underline"],
    [`${ESC}[34;48;5;1mtext`, "text", "blue"],
  ])("reads %j", (line, text, styles) => {
    expect(partsOf(line)).toEqual([[[text, styles]]]);
  });

  it.each([`${ESC}[31m${ESC}[39mtext`, `${ESC}[31m${ESC}[mtext`, `${ESC}[31m${ESC}[37mtext`, `${ESC}[31m`])(
    "reads %j without styles",
    (line) => {
      expect(partsOf(line)).toEqual([[]]);
    },
  );

  it("continues a style in the next line of the same event", () => {
    expect(partsOf(`${ESC}[31mone\ntwo${ESC}[0m`)).toEqual([[["one", "red"]], [["two", "red"]]]);
  });

  it("shows control characters in styled text, and leaves no escape sequence", () => {
    expect(toStyledLines(`${ESC}[31ma\u0000b${ESC}]0;title\u0007${ESC}[0m`)).toEqual([
      { text: "a^@b", parts: [{ from: 0, to: 4, styles: ["red"] }] },
    ]);
  });

  it("shows a line that was cut without styles", () => {
    const [line] = toStyledLines(`${ESC}[31m${"x".repeat(5_000)}`);

    expect(line?.text).toMatch(/ more characters\)$/);
    expect(line?.parts).toBeUndefined();
  });
});
