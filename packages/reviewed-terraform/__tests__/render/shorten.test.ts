import { shortenPair } from "../../src/render/shorten";

describe("shortenPair", () => {
  it("returns short values as they are", () => {
    expect(shortenPair("a", "b", 10)).toEqual(["a", "b"]);
  });

  it("shows the only difference of two long values", () => {
    const [was, is] = shortenPair(
      `${"x".repeat(900)}1${"y".repeat(900)}`,
      `${"x".repeat(900)}2${"y".repeat(900)}`,
      240,
    );

    expect(was).toBe(`…${"x".repeat(60)}1${"y".repeat(179)}…`);
    expect(is).toBe(`…${"x".repeat(60)}2${"y".repeat(179)}…`);
  });

  it("also shows a second difference far behind the first", () => {
    const value = (end: string, begin: string): string => `${begin}${"x".repeat(900)}${end}${"y".repeat(900)}`;

    const [was, is] = shortenPair(value("good", "1"), value("evil", "2"), 240);

    expect(was).toMatch(/^1x{119}…x+goody{60}…$/);
    expect(is).toMatch(/^2x{119}…x+evily{60}…$/);
    expect(is.length).toBeLessThanOrEqual(243);
  });

  it("shows a value that was only extended", () => {
    const [was, is] = shortenPair("x".repeat(500), `${"x".repeat(500)}; curl evil.example`, 240);

    expect(was).toBe(`…${"x".repeat(60)}`);
    expect(is).toBe(`…${"x".repeat(60)}; curl evil.example`);
  });
});
