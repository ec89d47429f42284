import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPoller } from "../../cli/run-poller";
import { drawStateMachine } from "../../scripts/figures/draw-state-machine";
import { makeFigures } from "../../scripts/figures/figures";
import { dollars, renderPrices } from "../../scripts/figures/list-prices";
import { STATE } from "../../workflow/states";
import { givenApp } from "../cli/given-app";
import { givenContext } from "../cli/memory-context";

const root = join(__dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** What a reader sees of a recorded terminal. */
const readTerminal = (name: string): string =>
  read(`docs/pictures/${name}.svg`)
    .replaceAll(/<style>[^]*?<\/style>|<[^>]+>/g, "")
    .replaceAll("&#160;", " ")
    .replaceAll("&gt;", ">");
/** Without times, numbers and IDs, each of which is another in every run, and how often the job was looked at. */
const withoutFigures = (text: string): string =>
  text
    .replaceAll(/poll \d+, [A-Z]+ for .*/g, "")
    .replaceAll(/[\da-f]{8}[\da-f-]{24,28}/g, "#")
    .replaceAll(/\d[\d:.-]*/g, "#")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/# (?:d|h|min|s)\b(?: # (?:h|min|s)\b)*/g, "# s");
/** Prettier's alignment of tables is its own affair. */
const withoutAlignment = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{4,}/g, "---");

it("has the figures of the synthesized stacks in the documentation; npm run docs:figures writes them", () => {
  const stale = makeFigures()
    .filter(({ path, text }) => withoutAlignment(read(path)) !== withoutAlignment(text))
    .map(({ path }) => path);

  expect({ stale, writtenBy: "npm run docs:figures" }).toEqual({ stale: [], writtenBy: "npm run docs:figures" });
});

describe("the picture of a state machine", () => {
  const definition = JSON.stringify({
    StartAt: "<A>",
    States: { "<A>": { Type: "Pass", Next: "B" }, B: { Type: "Succeed" } },
  });

  it("needs nothing outside of itself: no script, no address, no custom property", () => {
    const picture = drawStateMachine(definition, "light");

    expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/<script|http|url\(|var\(/);
    expect(picture).toContain("&#60;A&#62;");
  });

  it("has rules for what is in it, and for nothing else", () => {
    const picture = drawStateMachine(definition, "dark");

    expect(picture).toContain(".graph .state > rect {");
    expect(picture).not.toContain(".state-good");
  });

  it("has other colours in the dark", () => {
    const [light, dark] = [drawStateMachine(definition, "light"), drawStateMachine(definition, "dark")];
    const withoutColours = (picture: string): string => picture.replaceAll(/#[\da-f]{6}\b/g, "");

    expect(withoutColours(light)).toBe(withoutColours(dark));
    expect(light).not.toBe(dark);
  });

  it("shows the states that AWS's sample has", () => {
    const picture = read("docs/pictures/state-machine-light.svg");

    for (const name of [STATE.submitJob, STATE.wait, STATE.getJobStatus, STATE.getFinalJobStatus, STATE.jobFailed])
      expect(picture).toContain(`>${name}</text`);
  });
});

describe("the recorded terminals", () => {
  it.each([
    ["demo-light", "$ npm run demo >", "SUCCEEDED after", "poll "],
    ["demo-dark", "$ npm run demo >", "SUCCEEDED after", "poll "],
    ["demo-fail-light", "$ npm run demo -- --fail >", "FAILED with BatchJob.UserError after", "exit code 3"],
    ["demo-fail-dark", "$ npm run demo -- --fail >", "FAILED with BatchJob.UserError after", "exit code 3"],
  ])("show the command and how it ended, and nothing of the machine they were made on: %s", (name, ...texts) => {
    const shown = readTerminal(name);

    for (const text of [...texts, "Last log lines", "Next:"]) expect(shown).toContain(text);
    expect(shown).not.toMatch(/npm warn|\/home\/|\/root|\/work|\/Users\//);
  });

  it.each([
    ["demo-light", []],
    ["demo-fail-light", ["--fail"]],
  ])(
    "show what the demo says now, but for times and names; npm run docs:terminal records it: %s",
    async (name, more) => {
      const app = await givenApp();
      const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
      const context = givenContext({ environment });
      await runPoller(["demo", "--cdktf-out", app.path, "--speed", "300", ...more], context);
      await app.remove();

      const recorded = withoutFigures(readTerminal(name).replaceAll("\n", " "));
      const said = context.stderr.text
        .split("\n")
        .map((line) => withoutFigures(line).trim())
        // How the app was made, and which statuses a poll happened to see.
        .filter((line) => !/^(?:Reading the stacks|# )/.test(line));
      expect(said).toContain("Next:");
      expect(said.filter((line) => !recorded.includes(line))).toEqual([]);
    },
  );

  it("fetch nothing from a network, which GitHub would forbid", () => {
    for (const name of ["demo-light", "demo-dark", "demo-fail-light", "demo-fail-dark"])
      expect(read(`docs/pictures/${name}.svg`).replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
        /http|<script|@font-face/,
      );
  });
});

it.each([
  [0, "0"],
  [0.0024824, "0.0025"],
  [0.0146, "0.01"],
  [4.3186, "4.32"],
  [2913.536, "2,913.54"],
])("shows %d dollars as %s", (amount, shown) => {
  expect(dollars(amount)).toBe(shown);
});

it("shows each price to its last digit, with AWS's page", () => {
  expect(renderPrices()).toContain(
    "| a second of a function with a GB, on arm64 | 0.0000133334 | [Lambda](https://aws.amazon.com/lambda/pricing/) |",
  );
});
