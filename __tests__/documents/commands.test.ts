import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod";
import { commandsIn, commandsOf } from "./commands-of";
import { DOCUMENTED_COMMANDS, MENTIONED_COMMANDS } from "./documented-commands";
import { readDocument } from "./documents";
import { examplesOfHelp, refusalOf, unknownIn } from "./poller-program";
import { EXPLAINED_COMMANDS, findRunner } from "./run-by";
import { wordsOf } from "./words-of";

const root = join(__dirname, "..", "..");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readDocument("package.json")));
const ofPoller = DOCUMENTED_COMMANDS.filter(({ command }) => command.startsWith("poller "));

/** The file itself, or every file below the folder. */
function filesOf(path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|yml|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

it("finds the commands of blocks and of texts, through pipes, lists and substitutions", () => {
  const page = [
    "Run `npm test` with `npm`, not `cdktf.out`:\n",
    "    A=1 npm run poller -- list --local   all of them",
    '    gh variable set A --body "$(npm run state -- list \\',
    '      --environment ENVIRONMENT)" && npm ci | cat',
    "    main.ts   a file",
  ].join("\n");

  expect(commandsOf(page)).toEqual({
    blocks: ["poller list --local", "gh variable set A --body", "poller state list --environment dev", "npm ci"],
    inline: ["npm test"],
  });
});

it("finds a hundred commands", () => {
  expect(new Set(DOCUMENTED_COMMANDS.map(({ command }) => command)).size).toBeGreaterThan(90);
});

it("knows of each command where it is run, or why it is not (__tests__/documents/run-by.ts)", () => {
  expect(DOCUMENTED_COMMANDS.filter(({ command }) => findRunner(command) === undefined)).toEqual([]);
});

it("names a place to run for no other commands", () => {
  const documented = DOCUMENTED_COMMANDS.map(({ command }) => command);

  expect(EXPLAINED_COMMANDS.filter((command) => !documented.includes(command))).toEqual([]);
});

it("finds in each of those files what runs the command", () => {
  const wrong = EXPLAINED_COMMANDS.flatMap((command) => {
    const runner = findRunner(command);
    if (runner === undefined || "because" in runner) return [];
    const { file, showing } = runner;
    return filesOf(file).some((one) => readDocument(one).includes(showing)) ? [] : [{ command, file, showing }];
  });

  expect(wrong).toEqual([]);
});

it.each(ofPoller)("gives poller what its parser takes: $command ($where)", ({ command }) => {
  expect(refusalOf(wordsOf(command))).toBeUndefined();
});

it("finds what the parser refuses", () => {
  expect(refusalOf(["list", "--locale"])).toMatch(/unknown option '--locale'/);
  expect(refusalOf(["start", "--limit", "3"])).toMatch(/unknown option '--limit'/);
  expect(refusalOf(["deploy"])).toMatch(/required option '--environment <name>' not specified/);
  expect(refusalOf(["ci", "wait"])).toMatch(/unknown command 'wait'/);
});

it("names commands and options of poller alone, where it only names them", () => {
  const ofPollerToo = MENTIONED_COMMANDS.filter(({ command }) => command.startsWith("poller "));

  expect(ofPollerToo.filter(({ command }) => unknownIn(wordsOf(command)).length > 0)).toEqual([]);
  expect(unknownIn(["state", "lock"])).toEqual(["lock"]);
  expect(unknownIn(["state", "list", "--local"])).toEqual(["--local"]);
});

it("runs scripts of package.json alone", () => {
  const named = [...DOCUMENTED_COMMANDS, ...MENTIONED_COMMANDS].flatMap(({ command, where }) => {
    const [, script] = /^npm run (?:--silent )?(\S+)/.exec(command) ?? [];
    return script === undefined ? [] : [{ script, where }];
  });

  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});

it("has an example in the help of each command", () => {
  expect(examplesOfHelp().filter(({ examples }) => examples.length === 0)).toEqual([]);
});

it("shows each command of poller in its own help's examples", () => {
  const strange = examplesOfHelp().filter(({ command, examples }) =>
    examples.some((example) => !`${example} `.startsWith(`poller ${command} `)),
  );

  expect(commandsIn("poller list")).toEqual(["poller list"]);
  expect(strange).toEqual([]);
});
