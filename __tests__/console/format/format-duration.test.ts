import { formatDuration } from "../../../console/format/format-duration";

describe("formatDuration", () => {
  it.each([
    [-5, "0 s"],
    [0, "0 s"],
    [0.04, "0 s"],
    [0.25, "0.3 s"],
    [0.97, "1 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [241, "4 min 1 s"],
    [3_600, "1 h"],
    [3_725, "1 h 2 min"],
    [90_000, "1 d 1 h"],
    [31_536_000, "365 d"],
  ])("shows %d seconds as %s", (seconds, shown) => {
    expect(formatDuration(seconds)).toBe(shown);
  });
});
