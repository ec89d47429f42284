import { createScaledClock } from "local-aws";
import { chooseRunner } from "../../../cli/local/choose-runner";
import { runPoller } from "../../../cli/run-poller";
import { createScreen } from "../../../cli/screen";
import {
  givenFakeEngine,
  removeFakeEngines,
} from "../../../packages/local-aws/__tests__/batch/runner/given-fake-engine";
import { givenContext } from "../memory-context";

afterEach(removeFakeEngines);

async function choose(
  runner: "process" | "docker" | "podman" | "auto",
  environment: Readonly<Record<string, string | undefined>>,
) {
  const context = givenContext({ environment });
  const screen = createScreen(context, { color: false });
  const createRunner = await chooseRunner({ runner, secret: ["A=b=c"] }, context, screen);
  await createRunner(createScaledClock(1)).close();
  return context.stderr.text;
}

describe("runner of local endpoints", () => {
  it("runs jobs as processes by default, and prints that", async () => {
    expect(await choose("process", {})).toBe(
      "Jobs run as processes of this machine (default); --runner docker or podman runs their images.\n",
    );
  });

  it("uses the requested engine, with the options of the environment", async () => {
    const fake = givenFakeEngine();
    const environment = { ...fake.environment, LOCAL_CONTAINER_RUN_ARGS: " --network none " };

    expect(await choose("docker", environment)).toBe("Jobs run as containers of docker 28.2.2 (--runner docker).\n");
    expect(fake.calls("ps")).toHaveLength(1);
  });

  it("passes LOCAL_CONTAINER_ENGINE_ARGS before the subcommand", async () => {
    const fake = givenFakeEngine();

    const choosing = choose("podman", { ...fake.environment, LOCAL_CONTAINER_ENGINE_ARGS: "--log-level debug" });

    await expect(choosing).rejects.toThrow("podman does not answer");
    expect(fake.calls("--log-level")).toEqual([["--log-level", "debug", "info", "--format", "{{json .}}"]]);
  });

  it("uses the first engine that responds with auto, or processes", async () => {
    const fake = givenFakeEngine({ fail: { info: "Cannot connect" } });

    expect(await choose("auto", fake.environment)).toBe(
      "Jobs run as processes of this machine (--runner auto; docker does not answer: Cannot connect; podman does not answer: Cannot connect).\n",
    );
    fake.behave({});
    expect(await choose("auto", fake.environment)).toBe("Jobs run as containers of docker 28.2.2 (--runner auto).\n");
  });

  it("rejects an engine that is not installed, in one line", async () => {
    const context = givenContext({ environment: { PATH: "/nowhere" } });

    const exitCode = await runPoller(["demo", "--runner", "podman"], context);

    expect(exitCode).toBe(1);
    expect(context.stderr.lines.at(-1)).toContain(
      "podman is not installed; start podman, or use --runner process to run jobs without it",
    );
  });

  it("rejects a secret without a value, without repeating it", async () => {
    const context = givenContext();

    expect(await runPoller(["local", "--secret", "=hidden"], context)).toBe(1);
    expect(context.stderr.text).toContain("It must be NAME=VALUE");
  });
});
