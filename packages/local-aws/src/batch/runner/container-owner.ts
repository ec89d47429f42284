import { execFile } from "node:child_process";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { z } from "zod";
import type { ContainerEngine } from "./container-engine";
import { parseJson } from "./engine-info";

/** Label of every container: host, process ID and start time of the endpoint, separated by `/`. */
export const OWNER_LABEL = "local-aws.batch.endpoint";

/** Maximum difference between two readings of a process's start time, in milliseconds. */
const START_TOLERANCE_MS = 10_000;

/** Value of the label for containers of this process. */
export const ownOwner = (): string => `${hostname()}/${process.pid}/${Math.round(performance.timeOrigin)}`;

/**
 * Removes the containers whose endpoint no longer exists. Containers of other hosts that use the same engine are
 * kept.
 * @returns the number of removed containers
 * @throws EngineError if the engine cannot list its containers
 */
export async function removeLeftoverContainers(engine: ContainerEngine): Promise<number> {
  const listed = await engine.run(["ps", "--all", "--quiet", "--no-trunc", "--filter", `label=${OWNER_LABEL}`]);
  let removed = 0;
  for (const id of listed.split("\n").filter((line) => line !== "")) {
    if (!(await isLeftover(engine, id))) continue;
    await removeContainer(engine, id);
    removed += 1;
  }
  return removed;
}

/** Kills and removes a container with its anonymous volumes. @throws EngineError if the engine cannot remove it */
export async function removeContainer(engine: ContainerEngine, nameOrId: string): Promise<void> {
  await engine.run(["rm", "--force", "--volumes", nameOrId]);
}

async function isLeftover(engine: ContainerEngine, id: string): Promise<boolean> {
  try {
    const labels = parseJson(await engine.run(["container", "inspect", "--format", "{{json .Config.Labels}}", id]));
    const owner = z.record(z.string(), z.string()).parse(labels)[OWNER_LABEL] ?? "";
    const [, host, processId, startedAt] = /^(.*)\/(\d+)\/(\d+)$/.exec(owner) ?? [];
    return host === hostname() && !(await isSameProcess(Number(processId), Number(startedAt)));
  } catch {
    // It was removed in the meantime.
    return false;
  }
}

/** Returns whether the process exists and was started at this time. Process IDs are reused. */
async function isSameProcess(processId: number, startedAtMs: number): Promise<boolean> {
  try {
    process.kill(processId, 0);
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "etime=", "-p", String(processId)], {
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    });
    return Math.abs(Date.now() - parseElapsedMs(stdout) - startedAtMs) < START_TOLERANCE_MS;
  } catch {
    // Small images have no ps. Keep the container, because its endpoint may be running.
    return true;
  }
}

/** Parses `[[dd-]hh:]mm:ss`, the elapsed time in POSIX's ps. @returns milliseconds */
function parseElapsedMs(text: string): number {
  const [, days = "0", hours = "0", minutes, seconds] = /^\s*(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)\s*$/.exec(text) ?? [];
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
