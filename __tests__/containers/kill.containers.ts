import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { removeLeftoverContainers } from "local-aws";
import { waitUntil } from "../../testing/wait-until";
import { findTestEngine, IMAGE, RUN_ARGUMENTS, type TestEngine } from "./support/engine";

const COUNT = 5;

describe("kill -9 of an endpoint with five containers", () => {
  let test: TestEngine;
  beforeAll(async () => {
    test = await findTestEngine();
  });
  afterEach(() => removeLeftoverContainers(test.engine));

  const list = async (): Promise<string[]> => {
    const output = await test.engine.run([
      ...["ps", "--all", "--quiet", "--no-trunc", "--filter", "label=local-aws.batch.endpoint"],
    ]);
    return output.split("\n").filter((line) => line !== "");
  };

  it("leaves none after the reaper has run", async () => {
    const endpoint = await givenEndpoint(test);
    const before = await list();

    endpoint.kill("SIGKILL");

    await waitUntil("all containers are gone", async () => (await list()).length === 0, 30_000, 200);
    expect(before).toHaveLength(COUNT);
  });

  it("leaves none after the next start if the reaper was killed too", async () => {
    const endpoint = await givenEndpoint(test);
    process.kill(await findReaper(endpoint.pid), "SIGKILL");
    endpoint.kill("SIGKILL");
    await once(endpoint, "exit");
    const before = await list();

    const removed = await removeLeftoverContainers(test.engine);

    expect(before).toHaveLength(COUNT);
    expect(removed).toBe(COUNT);
    expect(await list()).toEqual([]);
  });

  it("keeps the containers of an endpoint that runs", async () => {
    const endpoint = await givenEndpoint(test);

    const removed = await removeLeftoverContainers(test.engine);

    expect(removed).toBe(0);
    expect(await list()).toHaveLength(COUNT);
    endpoint.kill("SIGKILL");
    await waitUntil("all containers are gone", async () => (await list()).length === 0, 30_000, 200);
  });
});

/** Starts a process with five containers, and waits until all of them have written a line. */
async function givenEndpoint({ engine }: TestEngine) {
  const script = join(__dirname, "support", "endpoint.ts");
  const settings = { name: engine.name, engineArguments: engine.command.slice(1), runArguments: RUN_ARGUMENTS };
  const endpoint = spawn(
    process.execPath,
    ["--import", "tsx", script, JSON.stringify({ ...settings, image: IMAGE, count: COUNT })],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let lines = 0;
  for await (const line of createInterface({ input: endpoint.stdout })) {
    if (line === "running") lines += 1;
    if (lines === COUNT) break;
  }
  return endpoint;
}

/** Finds the shell that removes the containers of a process. */
async function findReaper(parentId: number | undefined): Promise<number> {
  const ps = spawn("ps", ["-A", "-o", "pid=,ppid=,args="], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: ps.stdout })) {
    const [, processId, parent, program] = /^\s*(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    if (Number(parent) === parentId && program === "/bin/sh") return Number(processId);
  }
  throw new Error("the reaper was not found");
}
