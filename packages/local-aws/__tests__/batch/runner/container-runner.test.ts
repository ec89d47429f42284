import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createContainerEngine, findErrorLine } from "../../../src/batch/runner/container-engine";
import { OWNER_LABEL, ownOwner, removeLeftoverContainers } from "../../../src/batch/runner/container-owner";
import { createContainerRunner, type ContainerRunnerOptions } from "../../../src/batch/runner/container-runner";
import { readEngineInfo } from "../../../src/batch/runner/engine-info";
import type { JobRun, JobRunner } from "../../../src/batch/runner/runner";
import { createScaledClock, VirtualClock } from "../../../src/clock";
import { waitUntil } from "../../../../../testing/wait-until";
import { text } from "../given-batch";
import { givenFakeEngine, removeFakeEngines, type FakeEngine } from "./given-fake-engine";

const runners: JobRunner[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()));
  await removeFakeEngines();
});

const INFO = { version: "28.2.2", cpus: 2, architecture: "amd64" };

function givenRunner({ engine }: FakeEngine, options: Partial<ContainerRunnerOptions> = {}): JobRunner {
  const runner = createContainerRunner({ clock: createScaledClock(1), engine, info: INFO, ...options });
  runners.push(runner);
  return runner;
}

const givenRun = (run: Partial<JobRun> = {}): JobRun => ({
  jobId: "job:1",
  jobName: "job",
  attempt: 1,
  arrayIndex: undefined,
  command: ["true"],
  environment: {},
  container: { image: "image" },
  platform: "EC2",
  ...run,
});

const shell = (script: string): string[] => ["sh", "-c", script];

async function runToEnd(fake: FakeEngine, run: Partial<JobRun>, options?: Partial<ContainerRunnerOptions>) {
  const lines: string[] = [];
  const process = await givenRunner(fake, options).start(givenRun(run), (line) => lines.push(line));
  return { ...(await process.exit), lines };
}

describe("container runner", () => {
  it.each([0, 3, 125, 255])(
    "reports exit code %d, passes the output on, and removes the container",
    async (exitCode) => {
      const fake = givenFakeEngine();

      const ended = await runToEnd(fake, { command: shell(`echo out; echo error >&2; exit ${exitCode}`) });

      expect(ended).toEqual({ exitCode, lines: ["out", "error"] });
      expect(fake.containers()).toEqual([]);
    },
  );

  it("reads the engine's log if the attached output is empty", async () => {
    const fake = givenFakeEngine({ missesOutput: true });

    const ended = await runToEnd(fake, { command: shell("echo out; printf last >&2; exit 3") });

    expect(ended).toEqual({ exitCode: 3, lines: ["out", "last"] });
    expect(fake.containers()).toEqual([]);
  });

  it("ends a job whose engine keeps no log", async () => {
    const fake = givenFakeEngine({ fail: { logs: "Error: this container is using the 'none' log driver" } });

    expect(await runToEnd(fake, { command: ["true"] })).toEqual({ exitCode: 0, lines: [] });
    expect(fake.calls("logs")).toHaveLength(1);
  });

  it("does not read the engine's log if there is output", async () => {
    const fake = givenFakeEngine();

    await runToEnd(fake, { command: ["echo", "out"] });

    expect(fake.calls("logs")).toEqual([]);
  });

  it("renders the container of the job definition as options of create", async () => {
    const fake = givenFakeEngine();

    await runToEnd(
      fake,
      {
        command: ["echo", "$HOME", ""],
        environment: { "with.dot": "x y" },
        container: {
          image: "image",
          user: "65534",
          readonlyRootFilesystem: true,
          ulimits: [{ name: "nofile", softLimit: 10, hardLimit: 20 }],
          resourceRequirements: [
            { type: "VCPU", value: "4" },
            { type: "MEMORY", value: "512" },
          ],
          linuxParameters: {
            initProcessEnabled: true,
            sharedMemorySize: 8,
            maxSwap: 100,
            tmpfs: [{ containerPath: "/scratch", size: 5, mountOptions: ["noexec"] }],
          },
          volumes: [{ name: "data", host: {} }],
          mountPoints: [
            { sourceVolume: "data", containerPath: "/data" },
            { sourceVolume: "data", containerPath: "/empty", readOnly: true },
          ],
        },
      },
      { runArguments: ["--network", "none"] },
    );

    const [create = []] = fake.calls("create");
    expect(create.slice(create.indexOf("--log-driver"))).toEqual([
      ...["--log-driver", "json-file", "--log-opt", "max-size=1m", "--stop-timeout", "0"],
      ...["--cpus", "2", "--memory", "512m", "--memory-swap", "612m"],
      ...["--user", "65534", "--read-only", "--ulimit", "nofile=10:20", "--init", "--shm-size", "8m"],
      ...["--tmpfs", "/scratch:size=5m,noexec"],
      ...["--mount", "type=volume,destination=/data", "--tmpfs", "/empty:ro"],
      ...["--env", "with.dot=x y", "--network", "none", "--", "image", "echo", "$HOME", ""],
    ]);
    expect(create).toContain(`${OWNER_LABEL}=${ownOwner()}`);
  });

  it("rejects everything that is not available locally, in one line", async () => {
    const container = {
      image: "image",
      privileged: true,
      volumes: [
        { name: "shared", efsVolumeConfiguration: { fileSystemId: "fs-1" } },
        { name: "host", host: { sourcePath: "/data" } },
      ],
      mountPoints: [{ containerPath: "/:/host" }],
      secrets: [{ name: "DB_PASSWORD", valueFrom: "arn" }],
      linuxParameters: { devices: [{ hostPath: "/dev/null" }] },
      resourceRequirements: [{ type: "GPU" as const, value: "1" }],
      runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
    };

    const starting = runToEnd(givenFakeEngine(), { container });

    await expect(starting).rejects.toThrow(
      'CannotCreateContainerError: not available locally: volume shared (Amazon EFS); volume host (host path /data); secret DB_PASSWORD (start the endpoint with --secret DB_PASSWORD=VALUE); privileged; linuxParameters.devices; GPU; operatingSystemFamily WINDOWS_SERVER_2022_CORE; containerPath "/:/host"',
    );
  });

  it("passes secrets in the environment of the engine, except for names that the engine uses", async () => {
    const fake = givenFakeEngine();
    const secrets = new Map([
      ["GIVEN", "secret value"],
      ["PATH", "/secret"],
    ]);
    const container = { image: "image", secrets: [...secrets.keys()].map((name) => ({ name, valueFrom: "arn" })) };
    const process = await givenRunner(fake, { secrets }).start(
      givenRun({ command: shell("exec sleep 600"), container }),
      () => undefined,
    );

    const [name = ""] = fake.containers();

    expect(fake.secretsOf(name)).toEqual({ GIVEN: "secret value" });
    expect(fake.calls("create").flat()).toEqual(expect.arrayContaining(["--env", "GIVEN", "--env", "PATH=/secret"]));
    process.stop();
    await process.exit;
  });

  it.each([{ oom: true }, { oomFile: true }])(
    "reports a container killed because it ran out of memory, from %j",
    async (behavior) => {
      const ended = await runToEnd(givenFakeEngine(behavior), { command: shell("exit 137") });

      expect(ended).toMatchObject({ exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" });
    },
  );

  it("sends the stop signal of the image, and SIGKILL after 30 s of the clock", async () => {
    const clock = new VirtualClock();
    const startedAt = clock.now();
    const fake = givenFakeEngine({ stopSignal: "SIGINT" });
    const lines: string[] = [];
    const command = shell("trap 'echo interrupted' INT; echo ready; while :; do sleep 0.05; done");
    const process = await givenRunner(fake, { clock }).start(givenRun({ command }), (line) => lines.push(line));
    await waitUntil("it is ready", () => lines.includes("ready"));

    process.stop();
    process.stop();

    expect(await process.exit).toEqual({ exitCode: 137 });
    expect(lines).toContain("interrupted");
    expect(clock.now() - startedAt).toBe(30_000);
    expect(fake.calls("kill").map((call) => call[2])).toEqual(["SIGINT", "SIGKILL"]);
  });

  it("reports a command that cannot be started with the engine's message, and removes the container", async () => {
    const fake = givenFakeEngine();

    await expect(runToEnd(fake, { command: ["no-such-program"] })).rejects.toThrow(
      'CannotStartContainerError: exec: "no-such-program": not found',
    );
    expect(fake.containers()).toEqual([]);
  });

  it("reports a full disk in one line, and leaves no container", async () => {
    const message = "Error response from daemon: mkdir /var/lib/docker: no space left on device";
    const fake = givenFakeEngine({ fail: { create: `Unable\n${message}\nSee 'docker create --help'.` } });

    await expect(runToEnd(fake, {})).rejects.toThrow(`CannotStartContainerError: ${message}`);
    expect(fake.containers()).toEqual([]);
  });

  it("waits for nothing on close if the engine no longer knows the container", async () => {
    const fake = givenFakeEngine();
    const runner = givenRunner(fake);
    const process = await runner.start(givenRun({ command: shell("sleep 1000") }), () => undefined);
    const [name = ""] = fake.containers();

    await fake.engine.run(["rm", "--force", "--volumes", name]);

    expect(await process.exit).toEqual({ exitCode: 137 });
    await runner.close();
  });

  it("reports the loss of the engine while a container runs", async () => {
    const fake = givenFakeEngine();
    const gate = join(mkdtempSync(join(tmpdir(), "gate-")), "open");
    const command = shell(`until [ -e ${gate} ]; do sleep 0.05; done`);
    const process = await givenRunner(fake).start(givenRun({ command }), () => undefined);

    fake.behave({ fail: { container: "Cannot connect to the Docker daemon" } });
    writeFileSync(gate, "");

    expect(await process.exit).toEqual({ reason: "ContainerRuntimeError: Cannot connect to the Docker daemon" });
  });

  it("removes all containers on close, also those that are being created", async () => {
    const fake = givenFakeEngine();
    const runner = givenRunner(fake);
    const running = await runner.start(givenRun({ command: shell("sleep 1000") }), () => undefined);
    const starting = runner.start(givenRun({ command: shell("sleep 1000") }), () => undefined);

    await Promise.all([runner.close(), expect(starting).rejects.toThrow("the endpoint is closing")]);

    expect(await running.exit).toEqual({ exitCode: 137 });
    expect(fake.containers()).toEqual([]);
  });

  it("ends a pull on close", async () => {
    const fake = givenFakeEngine({ images: {}, hang: ["pull"] });
    const runner = givenRunner(fake);
    const starting = expect(runner.start(givenRun(), () => undefined)).rejects.toThrow("the endpoint is closing");
    await waitUntil("the pull has started", () => fake.calls("pull").length === 1);

    await runner.close();

    await starting;
  });
});

describe("image of a job", () => {
  it("pulls a missing image for the architecture of the job definition", async () => {
    const fake = givenFakeEngine({ images: {}, registry: { image: "arm64" } });
    const container = { image: "image", runtimePlatform: { cpuArchitecture: "ARM64" } };

    expect((await runToEnd(fake, { container, platform: "FARGATE" })).exitCode).toBe(0);
    expect(fake.calls("pull")).toEqual([["pull", "--quiet", "--platform", "linux/arm64", "--", "image"]]);
  });

  it.each([
    ["EC2", "message", "CannotPullContainerError: Error response from daemon: pull access denied for missing"],
    ["FARGATE", "statusReason", "CannotPullContainerError: Error response from daemon: pull access denied for missing"],
  ] as const)("reports a missing image on %s in the %s", async (platform, member, expected) => {
    const starting = runToEnd(givenFakeEngine(), { container: { image: "missing" }, platform });

    await expect(starting).rejects.toMatchObject({ [member]: expected });
  });

  it("rejects an image for another architecture than the Fargate job definition's", async () => {
    const fake = givenFakeEngine({ images: { image: "arm64" } });

    await expect(runToEnd(fake, { platform: "FARGATE" })).rejects.toMatchObject({
      statusReason: text(/image is for linux\/arm64; build it with --platform linux\/amd64/),
    });
  });

  it("names the architectures if the machine cannot execute the image", async () => {
    const fake = givenFakeEngine({ images: { image: "arm64" } });

    const ended = await runToEnd(fake, { command: shell("echo 'exec /bin/x: exec format error'; exit 1") });

    expect(ended.reason).toBe(
      "CannotStartContainerError: image is for linux/arm64, this machine runs linux/amd64: exec format error",
    );
  });
});

describe("engine", () => {
  const podman = { host: { cpus: 4, arch: "arm64" }, version: { Version: "5.0.0" } };
  it.each([
    ["docker", undefined, { version: "28.2.2", cpus: 2, architecture: "amd64" }],
    ["podman", podman, { version: "5.0.0", cpus: 4, architecture: "arm64" }],
  ])("reads the facts about the machine from %s info", async (_, info, expected) => {
    const { engine } = givenFakeEngine(info === undefined ? {} : { info });

    expect(await readEngineInfo(engine)).toEqual(expected);
  });

  it.each([
    [{ fail: { info: "Cannot connect to the Docker daemon at unix:///x" } }, "docker does not answer: Cannot connect"],
    [{ info: { ServerErrors: ["Cannot connect"] } }, "docker does not answer: Cannot connect"],
    [{ info: {} }, "docker info has an unknown format"],
  ])("rejects an engine that does not answer: %j", async (behavior, expected) => {
    await expect(readEngineInfo(givenFakeEngine(behavior).engine)).rejects.toThrow(expected);
  });

  it("reports an engine that is not installed", async () => {
    const engine = createContainerEngine({ name: "podman", environment: { PATH: "/nowhere" } });

    await expect(readEngineInfo(engine)).rejects.toThrow("podman is not installed");
  });

  it("kills a command that exceeds its timeout", async () => {
    const { engine } = givenFakeEngine({ hang: ["ps"] });

    await expect(engine.run(["ps"], { timeoutMs: 200 })).rejects.toMatchObject({
      message: "docker does not answer: no reply within 0.2 s",
      timedOut: true,
    });
  });

  it.each([
    ["", "it ended with exit code 1"],
    ["Trying to pull x\nError: pinging registry\nSee 'docker run --help'.\n", "pinging registry"],
    ["first\nlast\n", "last"],
    [
      "unknown flag: --x\n\nUsage:  docker [OPTIONS]\n\nRun 'docker --help' for more information\n",
      "unknown flag: --x",
    ],
  ])("finds the error line of %j", (output, expected) => {
    expect(findErrorLine(output, 1)).toBe(expected);
  });
});

describe("leftover containers", () => {
  const label = (owner: string) => ({ [OWNER_LABEL]: owner });

  it("removes those whose endpoint is gone, or whose process ID belongs to another process", async () => {
    const fake = givenFakeEngine();
    fake.addContainer("gone", label(`${hostname()}/999999999/1`));
    fake.addContainer("reused", label(`${hostname()}/${process.pid}/1000`));
    fake.addContainer("own", label(ownOwner()));
    fake.addContainer("remote", label("another-host/999999999/1"));
    fake.addContainer("unlabeled", {});

    expect(await removeLeftoverContainers(fake.engine)).toBe(2);
    expect(fake.containers().sort()).toEqual(["own", "remote", "unlabeled"]);
  });

  it("lets the reaper remove them when the endpoint is killed", async () => {
    const fake = givenFakeEngine();
    fake.addContainer("left", label("owner"));
    // The endpoint is a process that starts the reaper and is then killed.
    const script = `
      const { startReaper } = require(${JSON.stringify(require.resolve("../../../src/batch/runner/container-reaper"))});
      const engine = { name: "docker", command: ["docker"], environment: process.env };
      startReaper(engine, "owner");
      console.log("started");
      setInterval(() => undefined, 1000);`;
    const endpoint = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
      env: fake.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => endpoint.stdout.once("data", resolve));

    endpoint.kill("SIGKILL");

    await waitUntil("the container is gone", () => fake.containers().length === 0);
  });
});
