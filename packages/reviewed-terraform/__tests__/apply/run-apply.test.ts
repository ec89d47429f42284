import { ApplyLog } from "../../src/apply/run-apply";

const message = (type: string, addr: string, action = "create"): string =>
  `${JSON.stringify({ type, hook: { resource: { addr }, action } })}\n`;

describe("log of an apply", () => {
  it("parses messages in any chunks between other lines", () => {
    const log = new ApplyLog();
    const text = `panic\n${message("version", "x")}${message("apply_start", "a.b")}${message("apply_complete", "a.b")}`;

    for (const character of text) log.push(character);

    expect(log.find("a.b")).toEqual({ begun: new Set(["create"]), completed: new Set(["create"]), failed: false });
    expect(log.find("a.c")).toBeUndefined();
  });

  it("keeps errors, and not warnings", () => {
    const log = new ApplyLog();
    for (const severity of ["warning", "error"])
      log.push(`${JSON.stringify({ type: "diagnostic", diagnostic: { severity, summary: severity } })}\n`);

    expect(log.errors).toEqual([{ severity: "error", summary: "error", detail: "" }]);
  });
});
