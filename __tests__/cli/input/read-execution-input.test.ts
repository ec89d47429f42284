import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { checkExecutionName, readExecutionInput } from "../../../cli/input/read-execution-input";
import { givenContext } from "../memory-context";

const NO_STDIN = givenContext();
const VALID = { jobName: "my-job", jobDefinition: "d", jobQueue: "q" };

describe("readExecutionInput", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "poller-input-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const givenFile = (text: string): string => {
    const file = join(folder, "input.json");
    writeFileSync(file, text);
    return file;
  };

  it("returns the input as it was given", async () => {
    const file = givenFile(JSON.stringify(VALID));

    await expect(readExecutionInput(file, NO_STDIN)).resolves.toEqual(VALID);
  });

  it("reads the standard input for -", async () => {
    const stdin = Readable.from([Buffer.from('{"jobName":"my-job",'), '"jobDefinition":"d","jobQueue":"q"}']);

    await expect(readExecutionInput("-", { ...givenContext(), stdin })).resolves.toEqual(VALID);
  });

  it("accepts a byte order mark", async () => {
    const file = givenFile(`\uFEFF${JSON.stringify(VALID)}`);

    await expect(readExecutionInput(file, NO_STDIN)).resolves.toEqual(VALID);
  });

  it.each([
    ["", /^input: .*input\.json is empty; see sample-job\/execution-input\.json /],
    [" \n", /is empty/],
    ["{", /^input: .*input\.json is not JSON: a } is missing at line 1, column 2$/],
    ["[]", /^input: the input must be a JSON object, got an array of 0 items$/],
    ['{"jobName": "a", "jobName": "b"}', /input\.json has the key "jobName" twice in one object at line 1, column 18$/],
    ['{"parameters": {"order": 1785291740123456789}}', /would lose digits .*: parameters\.order at line 1, column 26$/],
    ['{"jobName": "\\ud800"}', /has half of a surrogate pair: jobName at line 1, column 13$/],
    [
      JSON.stringify({ ...VALID, jobDefinition: "d:0" }),
      /^input: jobDefinition must be .*:revision \(1 or higher\), got "d:0"$/,
    ],
    [" ".repeat(262_145), /input\.json must have at most 262,144 bytes, Step Functions' limit, has 262,145$/],
    ["null", /^input: the input must be a JSON object, got null$/],
  ])("refuses a file that holds %j", async (text, message) => {
    const file = givenFile(text);

    const reading = readExecutionInput(file, NO_STDIN);

    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ name: "CliError", exitCode: 1 });
  });

  it.each<[string, Buffer, RegExp]>([
    ["UTF-16 with a byte order mark", Buffer.from("\uFEFF{}", "utf16le"), /is UTF-16 text; convert it to UTF-8: iconv/],
    ["UTF-16, big-endian", Buffer.from("\uFEFF{}", "utf16le").swap16(), /is UTF-16 text; convert it to UTF-8: iconv/],
    ["UTF-16 without a byte order mark", Buffer.from("{}", "utf16le"), /is UTF-16 text; convert it to UTF-8: iconv/],
    [
      "Latin-1",
      Buffer.from('{\n"jobName": "\u00fc"}', "latin1"),
      /is not UTF-8: invalid byte at line 2; save it as UTF-8$/,
    ],
    ["half of a surrogate pair", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), /is not UTF-8: invalid byte at line 1/],
    ["a byte order mark and nothing else", Buffer.from("\uFEFF"), /is empty; see sample-job/],
  ])("refuses a file in %s", async (_encoding, bytes, message) => {
    const file = join(folder, "input.json");
    writeFileSync(file, bytes);

    await expect(readExecutionInput(file, NO_STDIN)).rejects.toThrow(message);
  });

  it("holds no value of a file that is not JSON", async () => {
    const file = givenFile('{"containerOverrides": {"environment": [{"name": "P", "value": "hun"ter2"}]}}');

    await expect(readExecutionInput(file, NO_STDIN)).rejects.toThrow(/^(?!.*ter2).* is not JSON: /);
  });

  it("reports the path of a missing file", async () => {
    await expect(readExecutionInput("no-such.json", NO_STDIN)).rejects.toThrow(
      `input: cannot read ${join(process.cwd(), "no-such.json")}: there is no such file`,
    );
  });

  it("reads a file in the folder where npm was called, whichever folder npm runs the command in", async () => {
    givenFile(JSON.stringify(VALID));
    const environment = { INIT_CWD: folder, npm_lifecycle_script: "node --import tsx cli/main.ts demo" };

    await expect(readExecutionInput("input.json", givenContext({ environment }))).resolves.toEqual(VALID);
  });

  it("ignores INIT_CWD of a calling program", async () => {
    givenFile(JSON.stringify(VALID));
    const environment = { INIT_CWD: folder, npm_lifecycle_script: "jest" };

    await expect(readExecutionInput("input.json", givenContext({ environment }))).rejects.toThrow(
      `cannot read ${join(process.cwd(), "input.json")}`,
    );
  });

  it("reports that a folder is not a file", async () => {
    await expect(readExecutionInput(folder, NO_STDIN)).rejects.toThrow(`input: cannot read ${folder}: it is a folder`);
  });

  it("passes on any other reason why a file cannot be read", async () => {
    await expect(readExecutionInput("a\0b", NO_STDIN)).rejects.toThrow(/cannot read .*null bytes/);
  });

  it("gives each violation a line", async () => {
    const file = givenFile(JSON.stringify({ ...VALID, jobName: "-", wait_time: 0, colour: "red" }));

    await expect(readExecutionInput(file, NO_STDIN)).rejects.toMatchObject({
      lines: [
        expect.stringMatching(/^input: jobName must .*, got "-"$/),
        "input: wait_time must be an integer from 1 to 86,400, got 0",
        expect.stringMatching(/^input: colour is no field of the input/),
      ],
    });
  });
});

describe("checkExecutionName", () => {
  it("returns a name that may be used", () => {
    expect(checkExecutionName("nightly-1")).toBe("nightly-1");
  });

  it.each(["", "naïve", "a".repeat(81)])("refuses %j and says what a name must be", (name) => {
    expect(() => checkExecutionName(name)).toThrow(/^execution name m/);
  });
});
