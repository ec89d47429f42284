import { spawnSync } from "node:child_process";
import { runPoller } from "../../cli/run-poller";
import { givenContext } from "./memory-context";

describe("completion", () => {
  let printed: string;
  beforeEach(() => {
    printed = "";
    jest.spyOn(console, "log").mockImplementation((text: unknown) => {
      printed += `${String(text)}\n`;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Returns the proposals without their descriptions. */
  async function complete(...words: readonly string[]): Promise<string[]> {
    await expect(runPoller(["complete", "--", ...words], givenContext())).resolves.toBe(0);
    return printed
      .split("\n")
      .map((line) => line.split("\t")[0] ?? "")
      .filter((line) => line !== "" && !line.startsWith(":"));
  }

  it.each([
    [["l"], ["local", "list", "logs"]],
    [["state", "un"], ["unlock"]],
    [["com"], ["completion"]],
    [
      ["completion", ""],
      ["zsh", "bash", "fish", "powershell"],
    ],
    [["list", "--na"], ["--name"]],
    [
      ["list", "--category", "O"],
      ["OutOfMemory", "OverallTimeout"],
    ],
    [["run", "--memory", ""], []],
  ])("proposes for %j", async (words, expected) => {
    await expect(complete(...words)).resolves.toEqual(expected);
  });

  it.each(["bash", "zsh", "fish"])("prints a script for %s that calls the command", async (shell) => {
    await expect(runPoller(["completion", shell], givenContext())).resolves.toBe(0);

    expect(printed).toContain("poller complete --");
  });

  it("prints a script that bash can parse", async () => {
    await runPoller(["completion", "bash"], givenContext());

    const { status, stderr } = spawnSync("bash", ["-n"], { input: printed, encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("rejects another shell, and lists the command in the help", async () => {
    const rejected = givenContext();
    const help = givenContext();

    await expect(runPoller(["completion", "sh"], rejected)).resolves.toBe(1);
    await expect(runPoller(["--help"], help)).resolves.toBe(0);

    expect(rejected.stderr.text).toContain("Allowed choices are bash, zsh, fish, powershell.");
    expect(help.stdout.text).toContain("completion <shell>");
    expect(help.stdout.text).not.toContain("complete [words");
  });
});
