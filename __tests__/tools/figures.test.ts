import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPoller } from "../../cli/run-poller";
import { drawStateMachine } from "../../tools/figures/draw-state-machine";
import { makeFigures } from "../../tools/figures/figures";
import { dollars, renderPrices } from "../../tools/figures/list-prices";
import { STATE } from "../../workflow/definitions/poll-definition";
import { givenApp } from "../../testing/given-app";
import { givenContext } from "../cli/memory-context";

const root = join(__dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** Returns the visible text of a recorded terminal. */
const readTerminal = (name: string): string =>
  read(`docs/pictures/${name}.svg`)
    .replaceAll(/<style>[^]*?<\/style>|<[^>]+>/g, "")
    .replaceAll("&#160;", " ")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'");
/** Replaces times, numbers and IDs, which differ between runs, and the number of polls. */
const withoutFigures = (text: string): string =>
  text
    .replaceAll(/poll \d+, [A-Z]+ for .*/g, "")
    .replaceAll(/[\da-f]{8}[\da-f-]{24,28}/g, "#")
    .replaceAll(/\d[\d:.-]*/g, "#")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/# (?:d|h|min|s)\b(?: # (?:h|min|s)\b)*/g, "# s");
/** Ignores the alignment of tables by prettier. */
const withoutAlignment = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{4,}/g, "---");

it("matches the figures in the documentation; npm run docs:figures updates them", () => {
  const stale = makeFigures()
    .filter(({ path, text }) => withoutAlignment(read(path)) !== withoutAlignment(text))
    .map(({ path }) => path);

  expect({ stale, writtenBy: "npm run docs:figures" }).toEqual({ stale: [], writtenBy: "npm run docs:figures" });
});

describe("state machine SVG", () => {
  const definition = JSON.stringify({
    StartAt: "<A>",
    States: { "<A>": { Type: "Pass", Next: "B" }, B: { Type: "Succeed" } },
  });

  it("contains no scripts, URLs or custom properties", () => {
    const picture = drawStateMachine(definition, "light");

    expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/<script|http|url\(|var\(/);
    expect(picture).toContain("&#60;A&#62;");
  });

  it("contains only the rules that it uses", () => {
    const picture = drawStateMachine(definition, "dark");

    expect(picture).toContain(".graph .state > rect {");
    expect(picture).not.toContain(".state-good");
  });

  it("has other colours in the dark theme", () => {
    const [light, dark] = [drawStateMachine(definition, "light"), drawStateMachine(definition, "dark")];
    const withoutColours = (picture: string): string => picture.replaceAll(/#[\da-f]{6}\b/g, "");

    expect(withoutColours(light)).toBe(withoutColours(dark));
    expect(light).not.toBe(dark);
  });

  it("shows the states of AWS's sample", () => {
    const picture = read("docs/pictures/state-machine-light.svg");

    for (const name of [STATE.submitJob, STATE.wait, STATE.getJobStatus, STATE.getFinalJobStatus, STATE.jobFailed])
      expect(picture).toContain(`>${name}</text`);
  });
});

describe("recorded terminals", () => {
  it.each([
    ["demo-light", "$ npm run demo >", "SUCCEEDED after", "poll "],
    ["demo-dark", "$ npm run demo >", "SUCCEEDED after", "poll "],
    ["demo-fail-light", "$ npm run demo -- --fail >", "FAILED with BatchJob.UserError after", "exit code 3"],
    ["demo-fail-dark", "$ npm run demo -- --fail >", "FAILED with BatchJob.UserError after", "exit code 3"],
  ])("shows the command and its result, but no details of the machine: %s", (name, ...texts) => {
    const shown = readTerminal(name);

    for (const text of [...texts, "| step 1 of 3: working", "Next:"]) expect(shown).toContain(text);
    expect(shown).not.toMatch(/npm warn|\/home\/|\/root|\/work|\/Users\//);
  });

  it.each([
    ["demo-light", []],
    ["demo-fail-light", ["--fail"]],
  ])(
    "matches the current output of the demo except times and names; npm run docs:terminal updates it: %s",
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
        // Depends on how the app was built, and on which statuses the polls happened to find.
        .filter((line) => !/^(?:Reading the stacks|# )/.test(line));
      expect(said).toContain("Next:");
      expect(said.filter((line) => !recorded.includes(line))).toEqual([]);
    },
  );

  it("contains no URLs, which GitHub would block", () => {
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
])("formats %d dollars as %s", (amount, shown) => {
  expect(dollars(amount)).toBe(shown);
});

it("shows each price with all digits and the AWS page", () => {
  expect(renderPrices()).toContain(
    "| a second of a function with a GB, on arm64 | 0.0000133334 | [Lambda](https://aws.amazon.com/lambda/pricing/) |",
  );
});
