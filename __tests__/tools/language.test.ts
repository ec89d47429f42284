import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import language from "../../tools/language.json";

// cspell:ignore anew nobody tell tells told whoever

const ROOT = join(__dirname, "..", "..");

/** Runs a program of node_modules, or a script, on a text as standard input. */
function run(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", input });
  return { status, stdout, stderr };
}

const eslintSchema = z.tuple([
  z.object({ messages: z.array(z.object({ ruleId: z.string().nullable(), line: z.number() })) }),
]);

/** Rules that ESLint reports for a text, as `LINE RULE`. */
function lint(text: string): string[] {
  const args = ["node_modules/eslint/bin/eslint.js", "--stdin", "--stdin-filename", "__tests__/sample.mjs"];
  const [{ messages }] = eslintSchema.parse(JSON.parse(run([...args, "--format", "json"], text).stdout));
  return messages.map(({ line, ruleId }) => `${String(line)} ${ruleId ?? ""}`);
}

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

describe("eslint", () => {
  it("rejects docstrings that open with a listed word, on one line and on several", () => {
    const openers = language.docstringOpeners;
    const docstrings = openers.flatMap((opener) => [`/** ${opener} it */`, `/**\n * ${opener} it\n */`]);

    expect(lint(lines(...docstrings, "/** Whole number */"))).toHaveLength(2 * openers.length);
  });

  it("rejects comment lines of more than 118 characters, and no code", () => {
    const text = lines(
      `// ${"x".repeat(115)}`,
      `// ${"x".repeat(116)}`,
      `/** ${"x".repeat(112)} */`,
      `f("${"x".repeat(120)}");`,
    );

    expect(lint(text)).toEqual(["2 max-len", "3 max-len"]);
  });

  it("rejects test titles that open with a listed word", () => {
    const titles = language.titleOpeners.flatMap((opener) => [
      `it("${opener} a number", () => {});`,
      `it.each([1])("${opener} %s", () => {});`,
      `test(\`${opener} \${1}\`, () => {});`,
    ]);

    expect(lint(lines(...titles, 'it("returns what is", () => {});', 'expect("is a text");'))).toHaveLength(
      3 * language.titleOpeners.length,
    );
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "language-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("cspell", () => {
  it("rejects listed words in documents, help, comments, strings and test titles, and accepts them as names", () => {
    write("docs/sample.md", lines("A topic", "is told."));
    write("help", lines("npm run x    Tell the topic"));
    write("cli/sample.ts", lines("// Nobody waits.", "const tell = nobody.told;", 'print("deploy it anew");'));
    write("__tests__/sample.test.ts", lines("it(`notifies whoever waits`, () => {});"));

    const args = ["--no-progress", "--no-summary", "--words-only", "--config", "cspell.json", "--root", folder];
    const { status, stdout } = run(["node_modules/cspell/bin.mjs", ...args, `${folder}/**`]);

    expect(status).toBe(1);
    expect(stdout.trim().split("\n").sort()).toEqual(["Nobody", "Tell", "anew", "told", "whoever"]);
  });
});

describe("check-phrases", () => {
  it("rejects listed phrases, also across lines of a comment, with file, line and a term to use", () => {
    const file = write("sample.ts", lines("/**", " * Takes", " * away", " */", 'print("goes  on");', "// in vain"));

    const { status, stderr } = run(["tools/check-phrases.mjs", file]);

    expect(status).toBe(1);
    expect(stderr).toBe(
      lines(
        `${file}:5 "goes on": use continue`,
        `${file}:6 "in vain": use without success, failed`,
        `${file}:2 "Takes away": use delete, remove`,
      ),
    );
  });

  it("finds none in the project", () => {
    expect(run(["tools/check-phrases.mjs"])).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

it("runs the three checks over the whole project in npm run check", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

  expect(scripts["check"]?.split(" && ")).toEqual(
    expect.arrayContaining(["npm run lint", "npm run spell", "npm run phrases"]),
  );
  expect(scripts["lint"]).toBe("eslint --max-warnings 0 .");
  expect(scripts["spell"]).toMatch(/^cspell --/);
});
