import { Readable } from "node:stream";
import { confirm } from "../../cli/confirm";
import { givenContext } from "./memory-context";

/** A person at a terminal, who types this. */
const givenTerminal = (typed: string, interrupt?: AbortSignal) => ({
  ...givenContext(interrupt === undefined ? {} : { interrupt }),
  stdin: Object.assign(typed === "" ? new Readable({ read: () => undefined }) : Readable.from([typed]), {
    isTTY: true,
  }),
});

describe("confirm", () => {
  it.each([
    ["yes\n", true],
    [" YES \n", true],
    ["y\n", false],
    ["no\n", false],
    ["\n", false],
  ])("treats %j as %s", async (typed, answer) => {
    const context = givenTerminal(typed);

    await expect(confirm("Go ahead?", "no answer", context)).resolves.toBe(answer);
    expect(context.stderr.text).toBe("Go ahead? [yes/no] ");
  });

  it("refuses to guess where there is no terminal", async () => {
    await expect(confirm("Go ahead?", "no answer", givenContext({ stdinText: "yes\n" }))).rejects.toThrow("no answer");
  });

  it("treats Ctrl-C as no", async () => {
    const interrupt = new AbortController();
    const asked = confirm("Go ahead?", "no answer", givenTerminal("", interrupt.signal));
    interrupt.abort();

    await expect(asked).rejects.toThrow("interrupted; nothing was changed");
  });
});
