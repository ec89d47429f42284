import { findPageSteps, normalizeOutput, showsOutput } from "../containers/support/page-steps";

describe("steps of docs/your-own-job.md", () => {
  it("finds commands with their output, and commands without", () => {
    const page = "Text\n\n    one\n    two\n\n```text\nout\n```\n\nMore:\n\n    three\n";

    expect(findPageSteps(page)).toEqual([
      { commands: "one\ntwo\n", output: "out\n" },
      { commands: "three\n", output: undefined },
    ]);
  });

  it("replaces IDs, times, durations and versions", () => {
    const output = `07:38:05  1 min 59 s   at 2026-11-01 07:38:05 UTC\n\npodman 4.3.1 sha256:${"a".repeat(64)}\n`;

    expect(normalizeOutput(output)).toBe("TIME DURATION at DATE TIME UTC\npodman VERSION ID");
  });

  it.each([
    ["a\n...\nd", "a\nb\nc\nd", true],
    ["...\nb", "a\nb", true],
    ["a\n...", "a", true],
    ["a\nc", "a\nb\nc", false],
    ["a.c", "abc", false],
    ["| 3 orders, 525 EUR", "  | 3 orders, 525 EUR\n", true],
  ])("compares the shown lines %j with %j: %s", (shown, output, isShown) => {
    expect(showsOutput(shown, output)).toBe(isShown);
  });
});
