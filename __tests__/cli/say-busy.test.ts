import { sayBusy, saySynthesizing } from "../../cli/say-busy";
import { createScreen } from "../../cli/screen";
import { givenContext } from "./memory-context";

describe("what is said of what is under way", () => {
  it("prints dimmed text on a terminal", () => {
    const context = givenContext({ isTTY: true });

    saySynthesizing("dev", context, createScreen(context, { color: false }));

    expect(context.stderr.text).toBe("Building the Lambdas, synthesizing the stacks of dev ...\n");
  });

  it.each([
    { isTTY: false, json: false },
    { isTTY: true, json: true },
  ])("prints nothing without a terminal or with --json: %j", ({ isTTY, json }) => {
    const context = givenContext({ isTTY });

    sayBusy("Looking", context, createScreen(context, { color: false, json }));

    expect(context.stderr.text + context.stdout.text).toBe("");
  });
});
