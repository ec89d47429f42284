import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "../../../../testing/wait-until";
import manifest from "../../package.json";
import { HELP, runCommand } from "../../src/command/run-command";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-aws-command-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Send = (signal: NodeJS.Signals) => void;

async function run(args: readonly string[], use: (send: Send) => unknown = () => undefined, isTerminal = false) {
  const listeners: Send[] = [];
  let output = "";
  const send: Send = (signal) => {
    for (const notify of listeners) notify(signal);
  };
  const ended = runCommand(args, {
    environment: process.env,
    write: (text) => {
      output += text;
    },
    onSignal: (listener) => listeners.push(listener),
    isTerminal,
  });
  void use(send);
  return { exitCode: await ended, output };
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
  const { exitCode, output } = await run(["--region", "eu-west-1"], (send) => {
    send("SIGINT");
  });

  expect(exitCode).toBe(0);
  expect(output).toMatch(
    /^export AWS_ENDPOINT_URL_BATCH=http:\/\/127\.0\.0\.1:\d+\n(?:export \w+=\S+\n)+export AWS_REGION=eu-west-1\n/,
  );
});

describe("a signal", () => {
  /** Command that writes a file when it is ready, and again when it receives SIGINT. */
  const program = (onSignal: string): string[] => [
    "--",
    process.execPath,
    "-e",
    `const { writeFileSync } = require("node:fs");
     ${onSignal}
     writeFileSync(process.argv[1], "ready");
     setInterval(() => undefined, 1000);`,
    join(folder, "state"),
  ];
  const untilState = (state: string) =>
    waitUntil(state, () => existsSync(join(folder, "state")) && readFileSync(join(folder, "state"), "utf8") === state);
  const ON_INTERRUPT = (then: string): string =>
    `process.on("SIGINT", () => { writeFileSync(process.argv[1], "interrupted"); ${then} });`;

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s is passed on to the command, and the exit code is %d", async (signal, expected) => {
    const { exitCode } = await run(program(""), async (send) => {
      await untilState("ready");
      send(signal);
    });

    expect(exitCode).toBe(expected);
  });

  it("returns the exit code of a command that handles it", async () => {
    const { exitCode } = await run(program(ON_INTERRUPT("process.exit(3);")), async (send) => {
      await untilState("ready");
      send("SIGINT");
    });

    expect(exitCode).toBe(3);
  });

  it("kills the command the second time, and does not repeat the signal of a terminal", async () => {
    const { exitCode } = await run(
      program(ON_INTERRUPT("")),
      async (send) => {
        await untilState("ready");
        send("SIGINT");
        expect(readFileSync(join(folder, "state"), "utf8")).toBe("ready");
        send("SIGINT");
      },
      true,
    );

    expect({ exitCode, state: readFileSync(join(folder, "state"), "utf8") }).toEqual({ exitCode: 137, state: "ready" });
  });
});

it.each(["--help", "-h"])("prints the help for %s", async (option) => {
  expect(await run([option])).toEqual({ exitCode: 0, output: HELP });
});

it.each(["--version", "-v"])("prints the version for %s", async (option) => {
  expect(await run([option])).toEqual({ exitCode: 0, output: `${manifest.version}\n` });
});

it.each([
  [["--account", "1"], "--account must have 12 digits, got 1"],
  [["--speed", "0"], "--speed must be a number above 0, got 0"],
  [["--speed", "fast"], "--speed must be a number above 0, got fast"],
  [["--speed", ""], "--speed must be a number above 0, got "],
  [["--speed"], "Option '--speed <value>' argument missing; --help lists the options"],
  [["--runner", "vm"], "--runner must be process, docker or podman, got vm"],
  [["--faults", "/no/such/file"], "cannot read /no/such/file: "],
  [["--unknown"], "Unknown option '--unknown'; --help lists the options, and a command follows --"],
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
