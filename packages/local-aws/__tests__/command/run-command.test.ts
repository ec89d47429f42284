import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HELP, runCommand } from "../../src/command/run-command";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-aws-command-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], onWrite: (interrupt: AbortController) => void = () => undefined) {
  const interrupt = new AbortController();
  let output = "";
  const exitCode = await runCommand(args, {
    environment: process.env,
    write: (text) => {
      output += text;
      onWrite(interrupt);
    },
    interrupt: interrupt.signal,
  });
  return { exitCode, output };
}

function givenFile(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Script for node that calls the state machine endpoint and writes what it finds. */
const USE_ENDPOINTS = `
  const call = async (target, body) => (await fetch(process.env.AWS_ENDPOINT_URL_SFN, {
    method: "POST", headers: { "x-amz-target": "AWSStepFunctions." + target }, body: JSON.stringify(body) })).json();
  const Resource = "arn:aws:lambda:eu-west-1:111122223333:function:double";
  const definition = JSON.stringify({ StartAt: "S", States: { S: { Type: "Task", Resource, End: true } } });
  const roleArn = "arn:aws:iam::111122223333:role/r";
  call("CreateStateMachine", { name: "m", definition, roleArn }).then(async ({ stateMachineArn }) => {
    const { executionArn } = await call("StartExecution", { stateMachineArn, input: "21" });
    for (;;) {
      const { status, output } = await call("DescribeExecution", { executionArn });
      if (status !== "RUNNING") {
        const faults = await (await fetch(process.env.AWS_ENDPOINT_URL_BATCH + "/_faults")).json();
        require("node:fs").writeFileSync(process.argv[1], [status, output, faults.faults.length].join(" "));
        process.exit(7);
      }
    }
  });`;

it("runs a command with the variables of the endpoints, and returns its exit code", async () => {
  givenFile("double.cjs", "exports.handler = async (number) => 2 * number;");
  const functions = givenFile("functions.json", [{ name: "double", file: "double.cjs" }]);
  const faults = givenFile("faults.json", { faults: [{ fault: "OutOfMemory" }] });
  const result = join(folder, "result");
  const options = ["--region", "eu-west-1", "--account", "111122223333", "--speed", "60"];

  const { exitCode } = await run([
    ...options,
    ...["--functions", functions, "--faults", faults],
    ...["--", process.execPath, "-e", USE_ENDPOINTS, result],
  ]);

  expect({ exitCode, result: readFileSync(result, "utf8") }).toEqual({ exitCode: 7, result: "SUCCEEDED 42 1" });
});

it("prints the variables and runs until it is interrupted", async () => {
  const { exitCode, output } = await run(["--region", "eu-west-1"], (interrupt) => {
    setImmediate(() => {
      interrupt.abort();
    });
  });

  expect(exitCode).toBe(0);
  expect(output).toMatch(
    /^export AWS_ENDPOINT_URL_BATCH=http:\/\/127\.0\.0\.1:\d+\n(?:export \w+=\S+\n)+export AWS_REGION=eu-west-1\n/,
  );
});

it("ends at once if it was interrupted while starting", async () => {
  const { exitCode } = await run([], (interrupt) => {
    interrupt.abort();
  });

  expect(exitCode).toBe(0);
});

it("prints the help", async () => {
  expect(await run(["--help"])).toEqual({ exitCode: 0, output: HELP });
});

it.each([
  [["--account", "1"], "--account must have 12 digits, got 1"],
  [["--speed", "0"], "speed must be above 0, got 0"],
  [["--runner", "vm"], "--runner must be process, docker or podman, got vm"],
  [["--faults", "/no/such/file"], "cannot read /no/such/file: "],
  [["--unknown"], "Unknown option '--unknown'"],
  [["--", "/no/such/program"], "cannot run /no/such/program: spawn /no/such/program ENOENT"],
])("rejects %j", async (args, message) => {
  await expect(run(args)).rejects.toThrow(message);
});

it("rejects functions with each problem", async () => {
  const functions = givenFile("functions.json", [{ name: "a b", file: "x.cjs", runtime: "nodejs22.x" }, {}]);

  await expect(run(["--functions", functions])).rejects.toThrow(
    "0.name must be a function name; 0 does not support runtime; 1.name is required; 1.file is required",
  );
});
