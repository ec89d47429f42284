import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createProcessRunner } from "../../../src/batch/runner/process-runner";
import type { JobRun, JobRunner } from "../../../src/batch/runner/runner";
import { createScaledClock, VirtualClock } from "../../../src/clock";
import { isRunning, waitUntil } from "../../../../../testing/wait-until";

const runners: JobRunner[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()));
});

function givenRunner(options: Partial<Parameters<typeof createProcessRunner>[0]> = {}): JobRunner {
  const runner = createProcessRunner({ clock: createScaledClock(1), ...options });
  runners.push(runner);
  return runner;
}

const givenRun = (command: readonly string[], environment: Record<string, string> = {}): JobRun => ({
  jobId: "job",
  jobName: "job",
  attempt: 1,
  arrayIndex: undefined,
  command,
  environment,
  container: { image: "image" },
  platform: "FARGATE",
});

async function runToEnd(command: readonly string[], environment?: Record<string, string>) {
  const lines: string[] = [];
  const process = await givenRunner().start(givenRun(command, environment), (line) => lines.push(line));
  return { ...(await process.exit), lines };
}

it.each([0, 1, 3, 255])("reports exit code %d of the command", async (exitCode) => {
  expect((await runToEnd(["sh", "-c", `exit ${exitCode}`])).exitCode).toBe(exitCode);
});

it("reports exit code 128 + signal for a command ended by a signal", async () => {
  expect((await runToEnd(["sh", "-c", "kill -SEGV $$"])).exitCode).toBe(139);
});

it("captures standard output and error as lines in order, including a last line without a line end", async () => {
  const { lines } = await runToEnd(["sh", "-c", "echo one; echo two >&2; echo; printf three"]);

  expect(lines).toEqual(["one", "two", "", "three"]);
});

it.each([
  ["sh", "echo one; echo two > /dev/stdout; echo three > /dev/stderr; echo four | tee /dev/stderr > /dev/null"],
  [
    "node",
    "for (const n of ['one', 'two', 'three', 'four']) require('fs').writeFileSync('/dev/std' + (n < 'p' ? 'out' : 'err'), n + '\\n')",
  ],
])("lets a job in %s open /dev/stdout and /dev/stderr, as in a container", async (program, script) => {
  const ended = await runToEnd([program, program === "sh" ? "-c" : "-e", script]);

  expect(ended).toEqual({ exitCode: 0, lines: ["one", "two", "three", "four"] });
});

it("captures the complete output if it is larger than a pipe", async () => {
  const { lines } = await runToEnd(["sh", "-c", "yes 0123456789 | head -n 100000"]);

  expect(lines.length).toBe(100_000);
});

it("rejects a command that the system cannot start, and releases the virtual clock", async () => {
  const clock = new VirtualClock();

  await expect(givenRunner({ clock }).start(givenRun(["echo", "a\0b"]), () => undefined)).rejects.toThrow("null bytes");

  await expect(clock.sleep(1000)).resolves.toBeUndefined();
});

it("passes arguments unchanged, without a shell", async () => {
  const { lines } = await runToEnd(["printf", "%s|", "a b", "$HOME", "`id`", "*", "'"]);

  expect(lines).toEqual(["a b|$HOME|`id`|*|'|"]);
});

it("runs the command with the variables of the job and a small PATH, without the environment of the endpoint", async () => {
  process.env["AWS_SECRET_ACCESS_KEY"] = "secret of the caller";

  const { lines } = await runToEnd(["env"], { "with.dot": "x y", AWS_BATCH_JOB_ID: "job" });

  delete process.env["AWS_SECRET_ACCESS_KEY"];
  expect(lines.map((line) => line.split("=")[0]).sort()).toEqual([
    "AWS_BATCH_JOB_ID",
    "HOME",
    "PATH",
    "TMPDIR",
    "with.dot",
  ]);
  expect(lines).toContain("with.dot=x y");
});

it("runs a program whose path contains =, with the same arguments and variables", async () => {
  const folder = mkdtempSync(join(tmpdir(), "process-runner-a=b-"));
  const program = join(folder, "env");
  symlinkSync("/usr/bin/env", program);

  const { exitCode, lines } = await runToEnd([program, "x=y z"], { "with.dot": "1" });

  rmSync(folder, { recursive: true });
  expect(exitCode).toBe(0);
  expect(lines).toContain("with.dot=1");
  const withoutDirectory = (all: readonly string[]): string[] => all.filter((line) => !/^(?:HOME|TMPDIR)=/.test(line));
  const expected = await runToEnd(["env", "x=y z"], { "with.dot": "1" });
  expect(withoutDirectory(lines)).toEqual(withoutDirectory(expected.lines));
});

it("gives each attempt an empty working directory, which is also HOME and TMPDIR, and deletes it", async () => {
  const command = ["sh", "-c", 'pwd; echo "$HOME"; echo "$TMPDIR"; ls -A; touch file'];
  const first = await runToEnd(command);
  const second = await runToEnd(command);

  const [directory = ""] = first.lines;
  expect(first.lines).toEqual([directory, directory, directory]);
  expect(second.lines).toHaveLength(3);
  expect(second.lines[0]).not.toBe(directory);
  expect(existsSync(directory)).toBe(false);
});

it("starts the command in the given working directory", async () => {
  const process = await givenRunner({ workingDirectory: "/" }).start(givenRun(["pwd"]), (line) => {
    expect(line).toBe("/");
  });

  expect((await process.exit).exitCode).toBe(0);
});

it("reports a missing working directory as a container that cannot start", async () => {
  const runner = givenRunner({ workingDirectory: "/no/such/directory" });

  await expect(runner.start(givenRun(["/bin/pwd"]), () => undefined)).rejects.toThrow("CannotStartContainerError: ");
});

it.each([
  [["no-such-program"], 'exec: "no-such-program": executable file not found in $PATH'],
  [["/no/such/program"], 'exec: "/no/such/program": stat /no/such/program: no such file or directory'],
  [["/tmp"], 'exec: "/tmp": is a directory'],
  [[__filename], "permission denied"],
  [[], "no command specified"],
])("rejects %j with the message of a container runtime", async (command, expected) => {
  await expect(givenRunner().start(givenRun(command), () => undefined)).rejects.toThrow(expected);
});

it("lets a command that handles SIGTERM end by itself", async () => {
  const lines: string[] = [];
  const script = "trap 'echo cleaning up; exit 7' TERM; echo ready; while :; do sleep 0.01; done";
  const process = await givenRunner().start(givenRun(["sh", "-c", script]), (line) => lines.push(line));
  await waitUntil("it is ready", () => lines.includes("ready"));

  process.stop();
  process.stop();

  expect((await process.exit).exitCode).toBe(7);
  expect(lines).toEqual(["ready", "cleaning up"]);
});

it("sends SIGKILL after 30 s of the clock to a command that ignores SIGTERM", async () => {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const lines: string[] = [];
  const script = "trap '' TERM; echo ready; while :; do sleep 0.01; done";
  const process = await givenRunner({ clock }).start(givenRun(["sh", "-c", script]), (line) => lines.push(line));
  await waitUntil("it is ready", () => lines.includes("ready"));

  process.stop();

  expect((await process.exit).exitCode).toBe(137);
  expect(clock.now() - startedAt).toBe(30_000);
});

it("holds a virtual clock while a process runs", async () => {
  const clock = new VirtualClock();
  const passed = { sleeper: false };
  const process = await givenRunner({ clock }).start(givenRun(["sleep", "0.1"]), () => undefined);
  void clock.sleep(86_400_000).then(() => {
    passed.sleeper = true;
  });

  await process.exit;

  expect(passed.sleeper).toBe(false);
});

it("kills background processes when the command ends", async () => {
  const { lines, exitCode } = await runToEnd(["sh", "-c", "sleep 1000 & echo $!"]);

  expect(exitCode).toBe(0);
  await waitUntil("it has exited", () => !isRunning(Number(lines[0])));
});

it("kills all running processes on close and waits for them", async () => {
  const pids: number[] = [];
  const runner = givenRunner();
  await Promise.all(
    [1, 2].map(() =>
      runner.start(givenRun(["sh", "-c", "echo $$; exec sleep 1000"]), (line) => pids.push(Number(line))),
    ),
  );
  await waitUntil("both run", () => pids.length === 2);

  await runner.close();

  await waitUntil("both have exited", () => !pids.some(isRunning));
});

it("kills a process that is started while the runner closes", async () => {
  const runner = givenRunner();
  const starting = runner.start(givenRun(["sleep", "1000"]), () => undefined);

  await runner.close();

  expect((await (await starting).exit).exitCode).toBe(137);
});

it("kills a job when the process of the endpoint is killed with SIGKILL", async () => {
  const folder = mkdtempSync(join(tmpdir(), "process-runner-"));
  const script = join(folder, "owner.ts");
  const source = (name: string): string => JSON.stringify(resolve(__dirname, "../../../src", name));
  writeFileSync(
    script,
    `import { createProcessRunner } from ${source("batch/runner/process-runner")};
     import { createScaledClock } from ${source("clock")};
     const run = { jobId: "j", jobName: "j", attempt: 1, arrayIndex: undefined, environment: {}, container: { image: "image" },
       platform: "FARGATE",
       command: ["sh", "-c", "trap '' TERM; echo $$; while :; do sleep 0.05; done"] };
     void createProcessRunner({ clock: createScaledClock(1) }).start(run, (line) => { console.log(line); });
     setInterval(() => undefined, 1000);`,
  );
  const owner = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = await new Promise<number>((resolvePid) => {
    owner.stdout.once("data", (line: Buffer) => {
      resolvePid(Number(line.toString("utf8")));
    });
  });
  const aliveBefore = isRunning(pid);

  owner.kill("SIGKILL");

  await waitUntil("it has exited", () => !isRunning(pid));
  rmSync(folder, { recursive: true });
  expect(aliveBefore).toBe(true);
}, 15_000);
