import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../clock";
import { startAttached, type AttachedContainer } from "./attached-container";
import { renderCreate } from "./container-arguments";
import { EngineError, type ContainerEngine } from "./container-engine";
import { openImage, type ContainerImage } from "./container-image";
import { ownOwner, removeContainer } from "./container-owner";
import { startReaper } from "./container-reaper";
import type { EngineInfo } from "./engine-info";
import { JobStartError, type JobExit, type JobProcess, type JobRun, type JobRunner } from "./runner";
import { createStop } from "./stop-gracefully";

export interface ContainerRunnerOptions {
  readonly clock: Clock;
  readonly engine: ContainerEngine;
  /** Result of `readEngineInfo`. */
  readonly info: EngineInfo;
  /** Additional options of the engine's `create`. @default none */
  readonly runArguments?: readonly string[];
  /** Values of the secrets of job definitions, by the name of their environment variable. @default none */
  readonly secrets?: ReadonlyMap<string, string>;
  /** Maximum concurrent containers. @default 16 */
  readonly maxRunning?: number;
}

/** Pause between two removals of all containers on close, in real milliseconds. */
const REMOVAL_PAUSE_MS = 500;

/** Removals after which the runner no longer waits for the engine. */
const MAX_REMOVALS = 20;

/**
 * Creates a runner that starts each attempt as a container of Docker or Podman, from the image of the job definition.
 * Containers are removed when they end, when the runner closes, and after a SIGKILL of this process.
 */
export function createContainerRunner(options: ContainerRunnerOptions): JobRunner {
  const { clock, engine, info, runArguments = [], secrets = new Map<string, string>(), maxRunning = 16 } = options;
  const owner = ownOwner();
  const closing = new AbortController();
  /** Containers that exist or are being created, by name. */
  const names = new Map<string, AttachedContainer | undefined>();
  const lives = new Set<Promise<unknown>>();
  let endReaper: (() => void) | undefined;
  const track = async <Result>(life: Promise<Result>): Promise<Result> => {
    lives.add(life);
    try {
      return await life;
    } finally {
      lives.delete(life);
    }
  };
  const remove = async (name: string): Promise<void> => {
    // If the engine does not answer, the next start of an endpoint removes the container.
    await removeContainer(engine, name).catch(() => undefined);
  };
  const open = async (run: JobRun, onLogLine: (line: string) => void): Promise<Opened> => {
    const name = `batch-${run.jobId.slice(0, 36).replaceAll(/[^\w.-]/g, "-")}-${run.attempt}-${randomUUID().slice(0, 8)}`;
    const { args, environment } = renderCreate(run, { engine, info, name, owner, runArguments, secrets });
    const image = await openImage(engine, run, closing.signal).catch((error: unknown) => {
      throw toStartError(error);
    });
    endReaper ??= startReaper(engine, owner);
    names.set(name, undefined);
    try {
      await engine.run(args, { environment });
      closing.signal.throwIfAborted();
      let lastLine = "";
      const container = await startAttached(engine, name, (line) => {
        lastLine = line;
        onLogLine(line);
      });
      names.set(name, container);
      const failure = await container.running;
      if (failure !== undefined) throw new EngineError(failure);
      return { name, container, image, lastLine: () => lastLine };
    } catch (error) {
      await remove(name);
      names.delete(name);
      throw toStartError(error);
    }
  };
  return {
    maxRunning,
    start: async (run, onLogLine): Promise<JobProcess> => {
      // A virtual clock must not jump while a real container runs.
      const releaseClock = clock.hold();
      const opened = await track(open(run, onLogLine)).catch((error: unknown) => {
        releaseClock();
        throw error;
      });
      const exit = track(
        opened.container.exit
          .then(async (ended) => {
            await remove(opened.name);
            names.delete(opened.name);
            return explainExit(ended, opened, info, run);
          })
          .finally(releaseClock),
      );
      const stoppable = { exit, ...signals(engine, opened) };
      return { exit, stop: createStop(stoppable, clock, releaseClock) };
    },
    close: async () => {
      closing.abort(new JobStartError("CannotStartContainerError: the endpoint is closing"));
      const left = { any: true };
      const end = Promise.allSettled(lives).then(() => {
        left.any = false;
      });
      // A container that is starting may not be removable yet.
      for (let round = 1; left.any; round += 1) {
        await Promise.all([...names.keys()].map(remove));
        if (round === MAX_REMOVALS) for (const container of names.values()) container?.abandon();
        await Promise.race([end, setTimeout(REMOVAL_PAUSE_MS)]);
      }
      endReaper?.();
    },
  };
}

interface Opened {
  readonly name: string;
  readonly container: AttachedContainer;
  readonly image: ContainerImage;
  readonly lastLine: () => string;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
function toStartError(error: unknown): JobStartError {
  if (error instanceof JobStartError) return error;
  // podman's message contains the ID of the container, which no longer exists.
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/ [0-9a-f]{64}\b/g, "");
  if (error instanceof EngineError && error.timedOut)
    return new JobStartError(`DockerTimeoutError: Could not transition to created; ${message}`);
  return new JobStartError(`CannotStartContainerError: ${message}`);
}

function signals(engine: ContainerEngine, { name, container, image }: Opened) {
  const send = async (signal: string): Promise<void> => {
    try {
      await engine.run(["kill", "--signal", signal, name]);
    } catch (error) {
      // Any other error means that the container has ended in the meantime.
      if (error instanceof EngineError && error.timedOut) container.abandon();
    }
  };
  return { terminate: () => send(image.stopSignal), kill: () => send("SIGKILL") };
}

/** Names the architecture of an image that the kernel could not execute. The kernel's message does not. */
function explainExit(exit: JobExit, { image, lastLine }: Opened, info: EngineInfo, run: JobRun): JobExit {
  if (exit.exitCode === 0 || image.architecture === info.architecture || !/exec format error/i.test(lastLine()))
    return exit;
  const architectures = `is for linux/${image.architecture}, this machine runs linux/${info.architecture}`;
  return { ...exit, reason: `CannotStartContainerError: ${run.container.image} ${architectures}: exec format error` };
}
