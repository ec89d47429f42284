import { tmpdir } from "node:os";
import { dirname } from "node:path";
import type { Clock } from "../../clock";
import { findProgram } from "./find-program";
import { STOP_GRACE_MS, type JobProcess, type JobRunner } from "./runner";
import { spawnSupervised, type SupervisedProcess } from "./supervised-process";

interface ProcessRunnerOptions {
  readonly clock: Clock;
  /** Maximum concurrent processes. @default 64 */
  readonly maxRunning?: number;
  /** Working directory of jobs. @default the working directory of the endpoint */
  readonly workingDirectory?: string;
}

/**
 * Minimum time from SIGTERM to SIGKILL, in real milliseconds. A process needs real time to handle a signal, even if
 * the clock of the endpoint runs faster.
 */
const MIN_REAL_GRACE_MS = 500;

/** Directories of a small container image, and the directory of the Node.js that runs the endpoint. */
const SEARCH_PATH = [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].join(":");

/**
 * Creates a runner that starts each attempt as a local process in its own process group. It is not a container: image
 * and resource limits have no effect.
 */
export function createProcessRunner(options: ProcessRunnerOptions): JobRunner {
  const { clock, maxRunning = 64, workingDirectory = process.cwd() } = options;
  const starting = new Set<Promise<SupervisedProcess>>();
  const running = new Set<SupervisedProcess>();
  const spawn = async (...parameters: Parameters<typeof spawnSupervised>): Promise<SupervisedProcess> => {
    const spawning = spawnSupervised(...parameters);
    starting.add(spawning);
    try {
      const supervised = await spawning;
      running.add(supervised);
      return supervised;
    } finally {
      starting.delete(spawning);
    }
  };
  return {
    maxRunning,
    start: async (run, onLogLine): Promise<JobProcess> => {
      const environment = { PATH: SEARCH_PATH, HOME: tmpdir(), TMPDIR: tmpdir(), ...run.environment };
      const [name = "", ...args] = run.command;
      const program = findProgram(name, environment.PATH, workingDirectory);
      // A virtual clock must not jump while a real process runs.
      const releaseClock = clock.hold();
      const supervised = await spawn([program, ...args], environment, workingDirectory, onLogLine).catch(
        (error: unknown) => {
          releaseClock();
          throw error;
        },
      );
      const exit = supervised.exit.finally(() => {
        running.delete(supervised);
        releaseClock();
      });
      await supervised.running;
      return { exit, stop: createStop(supervised, clock, releaseClock) };
    },
    close: async () => {
      const started = await Promise.allSettled(starting);
      const left = new Set([...running, ...started.flatMap((one) => (one.status === "fulfilled" ? one.value : []))]);
      for (const supervised of left) supervised.kill();
      await Promise.all([...left].map(({ exit }) => exit));
    },
  };
}

/** Sends SIGTERM, then SIGKILL if the process is still running after the grace period. */
function createStop(supervised: SupervisedProcess, clock: Clock, releaseClock: () => void): () => void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    const ended = new AbortController();
    void supervised.exit.then(() => {
      ended.abort();
    });
    supervised.terminate();
    await sleepReal(MIN_REAL_GRACE_MS, ended.signal);
    releaseClock();
    try {
      await clock.sleep(STOP_GRACE_MS, ended.signal);
      supervised.kill();
    } catch {
      // The process ended within the grace period.
    }
  };
  return () => {
    if (!stopping) void stop();
    stopping = true;
  };
}

/** Resolves after real time, or as soon as the signal is aborted. */
function sleepReal(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
