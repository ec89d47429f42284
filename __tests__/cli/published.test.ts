import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isPublished,
  publishedStacks,
  requireClone,
  showPublishedCommands,
  withPublishedCommands,
} from "../../cli/published";
import { givenContext } from "./memory-context";

describe("folder of the command", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "published-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("recognizes a clone by the source of the command", () => {
    mkdirSync(join(root, "cli"));
    writeFileSync(join(root, "cli", "main.ts"), "");

    expect(isPublished(root)).toBe(false);
    expect(() => {
      requireClone(root);
    }).not.toThrow();
  });

  it("rejects a synthesis in the package, and says where it works", () => {
    expect(() => {
      requireClone(root);
    }).toThrow("run it in a clone of the repository");
  });

  it("finds the stacks of each integration in the package", () => {
    expect(publishedStacks("events", {}, root)).toBe(join(root, "build", "poller", "stacks", "events"));
  });

  it("names the settings that the stacks of the package cannot have", () => {
    expect(() => publishedStacks("poll", { JOB_IMAGE: "mine:1", JOB_COMMAND: "[]" }, root)).toThrow(
      "unset JOB_IMAGE, JOB_COMMAND, or use a clone",
    );
  });
});

it("treats this project as a clone", () => {
  expect(isPublished()).toBe(false);
});

describe("commands in messages of the package", () => {
  it.each([
    ["run: npm run poller -- bootstrap --environment dev", "run: npx job-status-poller bootstrap --environment dev"],
    ["npm run demo -- --fail --report report.html", "npx job-status-poller demo --fail --report report.html"],
    ["npm run --silent local -- --json", "npx job-status-poller local --json"],
    ["npm run synth", "npm run synth"],
  ])("replaces the npm script: %s", (text, shown) => {
    expect(showPublishedCommands(text)).toBe(shown);
  });

  it("keeps two columns aligned", () => {
    const lines = [
      "npm run demo -- --fail        fails",
      "npm run local                 starts",
      "npm run poller -- --help      lists",
    ];

    const columns = showPublishedCommands(lines.join("\n"))
      .split("\n")
      .map((line) => line.search(/\w+$/));

    expect(new Set(columns)).toEqual(new Set([40]));
  });

  it("changes only messages, and keeps the properties of the terminal", () => {
    const given = givenContext({ isTTY: true });

    const { stdout, stderr } = withPublishedCommands(given);
    stderr.write("npm run local\n");
    stdout.write("npm run local\n");

    expect([given.stderr.text, given.stdout.text]).toEqual(["npx job-status-poller local\n", "npm run local\n"]);
    expect([stderr.isTTY, stderr.columns, stderr.isPlainTerminal]).toEqual([true, 80, undefined]);
  });
});
