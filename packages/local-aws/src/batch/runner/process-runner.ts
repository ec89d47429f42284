import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Clock } from "../../clock";
import { findProgram } from "./find-program";
import type { JobProcess, JobRun, JobRunner } from "./runner";
import { createStop } from "./stop-gracefully";
import { spawnSupervised, type SupervisedProcess } from "./supervised-process";

interface ProcessRunnerOptions {
  readonly clock: Clock;
  /** Maximum concurrent processes. @default 64 */
  readonly maxRunning?: number;
  /**
   * Working directory of all attempts. @default an empty directory for each attempt, which is also its HOME and
   * TMPDIR and is deleted when the attempt has ended
   */
  readonly workingDirectory?: string;
  /** Values of the secrets of job definitions, by the name of their environment variable. @default none */
  readonly secrets?: ReadonlyMap<string, string>;
}

/** Directories of a small container image, and the directory of the Node.js that runs the endpoint. */
const SEARCH_PATH = [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].join(":");

/**
 * Creates a runner that starts each attempt as a local process in its own process group. It is not a container: image
 * and resource limits have no effect.
 */
export function createProcessRunner(options: ProcessRunnerOptions): JobRunner {
  const { clock, maxRunning = 64, secrets = new Map<string, string>() } = options;
  const starting = new Set<Promise<StartedProcess>>();
  const running = new Set<SupervisedProcess>();
  const spawn = async (run: JobRun, onLogLine: (line: string) => void): Promise<StartedProcess> => {
    const given = Object.fromEntries(
      (run.container.secrets ?? []).flatMap(({ name }) => {
        const value = secrets.get(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
    const directory = await openDirectory(options.workingDirectory);
    const environment = { PATH: SEARCH_PATH, ...directory.environment, ...run.environment, ...given };
    const [name = "", ...args] = run.command;
    try {
      const program = findProgram(name, environment.PATH, directory.path);
      const supervised = await spawnSupervised([program, ...args], environment, directory.path, onLogLine);
      running.add(supervised);
      return { supervised, directory };
    } catch (error) {
      await directory.remove();
      throw error;
    }
  };
  return {
    maxRunning,
    start: async (run, onLogLine): Promise<JobProcess> => {
      // A virtual clock must not jump while a real process runs.
      const releaseClock = clock.hold();
      const spawning = spawn(run, onLogLine);
      starting.add(spawning);
      const { supervised, directory } = await spawning
        .catch((error: unknown) => {
          releaseClock();
          throw error;
        })
        .finally(() => starting.delete(spawning));
      const exit = supervised.exit.finally(async () => {
        running.delete(supervised);
        await directory.remove();
        releaseClock();
      });
      await supervised.running;
      return { exit, stop: createStop(supervised, clock, releaseClock) };
    },
    close: async () => {
      const started = await Promise.allSettled(starting);
      const left = new Set([
        ...running,
        ...started.flatMap((one) => (one.status === "fulfilled" ? one.value.supervised : [])),
      ]);
      for (const supervised of left) supervised.kill();
      await Promise.all([...left].map(({ exit }) => exit));
    },
  };
}

interface StartedProcess {
  readonly supervised: SupervisedProcess;
  readonly directory: Directory;
}

interface Directory {
  readonly path: string;
  readonly environment: { readonly HOME: string; readonly TMPDIR: string };
  remove(): Promise<void>;
}

/** @param given - directory that all attempts share; undefined creates one */
async function openDirectory(given: string | undefined): Promise<Directory> {
  const shared = { HOME: tmpdir(), TMPDIR: tmpdir() };
  if (given !== undefined) return { path: given, environment: shared, remove: () => Promise.resolve() };
  const path = await mkdtemp(join(tmpdir(), "job-"));
  return {
    path,
    environment: { HOME: path, TMPDIR: path },
    // A process that has left the group of the job can still write to the directory.
    remove: () => rm(path, { recursive: true, force: true }).catch(() => undefined),
  };
}
