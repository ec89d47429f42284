import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { commandsIn, commandsOf } from "./commands-of";
import { DOCUMENTED_COMMANDS, MENTIONED_COMMANDS } from "./documented-commands";
import { readDocument } from "./documents";
import { examplesOfHelp, refusalOf, unknownIn } from "./poller-program";
import { wordsOf } from "./words-of";

const root = join(__dirname, "..", "..");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readDocument("package.json")));
const ofPoller = DOCUMENTED_COMMANDS.filter(({ command }) => command.startsWith("poller "));

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

it.each(ofPoller)("passes poller only arguments that its parser accepts: $command ($where)", ({ command }) => {
  expect(refusalOf(wordsOf(command))).toBeUndefined();
});

it("finds arguments that the parser rejects", () => {
  expect(refusalOf(["list", "--locale"])).toMatch(/unknown option '--locale'/);
  expect(refusalOf(["start", "--limit", "3"])).toMatch(/unknown option '--limit'/);
  expect(refusalOf(["deploy"])).toMatch(/required option '--environment <name>' not specified/);
  expect(refusalOf(["ci", "wait"])).toMatch(/unknown command 'wait'/);
});

it("mentions only existing commands and options of poller", () => {
  const ofPollerToo = MENTIONED_COMMANDS.filter(({ command }) => command.startsWith("poller "));

  expect(ofPollerToo.filter(({ command }) => unknownIn(wordsOf(command)).length > 0)).toEqual([]);
  expect(unknownIn(["state", "lock"])).toEqual(["lock"]);
  expect(unknownIn(["state", "list", "--local"])).toEqual(["--local"]);
});

it("runs only scripts of package.json", () => {
  const named = [...DOCUMENTED_COMMANDS, ...MENTIONED_COMMANDS].flatMap(({ command, where }) => {
    const [, script] = /^npm run (?:--silent )?(\S+)/.exec(command) ?? [];
    return script === undefined ? [] : [{ script, where }];
  });

  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});

it("runs only files that exist with node", () => {
  const files = DOCUMENTED_COMMANDS.flatMap(({ command, where }) =>
    command.startsWith("node ")
      ? wordsOf(command)
          .filter((word) => /^[\w./-]+\.(?:[cm]?js|ts)$/.test(word))
          .map((file) => ({ file, where }))
      : [],
  );

  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

it("has an example in the help of each command", () => {
  expect(examplesOfHelp().filter(({ examples }) => examples.length === 0)).toEqual([]);
});

it("shows in the help of a command only examples of that command", () => {
  const others = examplesOfHelp().filter(({ command, examples }) =>
    examples.some((example) => !`${example} `.startsWith(`poller ${command} `)),
  );

  expect(commandsIn("poller list")).toEqual(["poller list"]);
  expect(others).toEqual([]);
});
