import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { findErrorLine, type ContainerEngine } from "./container-engine";
import { parseJson } from "./engine-info";
import { openOutputPipe } from "./output-pipe";
import type { JobExit } from "./runner";
import { splitLines } from "./split-lines";

/** Pause between two looks at a container that is starting, in real milliseconds. */
const START_POLL_MS = 150;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

const stateSchema = z.object({
  Running: z.boolean(),
  ExitCode: z.number(),
  OOMKilled: z.boolean(),
  Error: z.string(),
  /** `0001-01-01T00:00:00Z` before the start. */
  StartedAt: z.string(),
});
type ContainerState = z.output<typeof stateSchema>;

const hasStarted = ({ StartedAt }: ContainerState): boolean => !StartedAt.startsWith("0001-");

export interface AttachedContainer {
  /** Resolves with undefined when the container runs, or with the engine's message if it cannot start. */
  readonly running: Promise<string | undefined>;
  /** Never rejects. */
  readonly exit: Promise<JobExit>;
  /** Ends the wait for a container whose engine does not answer. */
  abandon(): void;
}

/**
 * Starts a created container and passes its output on as lines, until it has exited.
 * @throws Error if no pipe can be opened for the output
 */
export async function startAttached(
  engine: ContainerEngine,
  name: string,
  onLogLine: (line: string) => void,
): Promise<AttachedContainer> {
  // conmon before podman 5 creates the file `oom` in the working directory, and podman does not find it there.
  // See https://github.com/containers/conmon/issues/504.
  const folder = await mkdtemp(join(tmpdir(), "job-container-"));
  const { child, output } = await spawnAttached(engine, name, folder);
  const gate = createGate(onLogLine);
  const lines = splitLines(gate.add);
  let isSilent = true;
  output.on("data", (chunk: Buffer) => {
    isSilent = false;
    lines.add(chunk);
  });
  const ended = Promise.all([closed(child), closed(output)]).then(() => {
    lines.end();
  });
  let failure: string | undefined;
  const running = awaitStart(engine, name, ended).then((started) => {
    if (started) {
      gate.open();
      return undefined;
    }
    return gate.held();
  });
  const exit = ended.then(async () => {
    const state = await readEnd(engine, name).catch((error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
      return undefined;
    });
    // On a busy machine, `start --attach` of podman 4 can miss all output of a container that ends at once.
    if (isSilent && state !== undefined && hasStarted(state)) {
      lines.add(await readLog(engine, name));
      lines.end();
    }
    const oom = existsSync(join(folder, "oom"));
    await rm(folder, { recursive: true, force: true });
    return toExit(state, oom, failure ?? "");
  });
  return {
    running: running.then(async (held) => {
      if (held === undefined) return undefined;
      const state = await readState(engine, name).catch(() => undefined);
      return state === undefined || state.Error === "" ? findErrorLine(held.join("\n"), child.exitCode) : state.Error;
    }),
    exit,
    abandon: () => {
      child.kill("SIGKILL");
      output.destroy();
    },
  };
}

async function spawnAttached(
  engine: ContainerEngine,
  name: string,
  folder: string,
): Promise<{ child: ChildProcess; output: Socket }> {
  const [program, ...engineArguments] = engine.command;
  const { output, writeEnd, closeWriteEnd } = await openOutputPipe();
  try {
    // Detached: the engine would forward Ctrl-C in a terminal to the job.
    const child = spawn(program, [...engineArguments, "start", "--attach", name], {
      cwd: folder,
      env: engine.environment,
      stdio: ["ignore", writeEnd, writeEnd],
      detached: true,
    });
    child.once("error", () => output.destroy());
    return { child, output };
  } finally {
    closeWriteEnd();
  }
}

/** Holds lines back until the container runs. The lines of a failed start are the engine's message. */
function createGate(onLine: (line: string) => void) {
  let waiting: string[] | undefined = [];
  return {
    add: (line: string): void => {
      if (waiting === undefined) onLine(line);
      else waiting.push(line);
    },
    open: (): void => {
      for (const line of waiting ?? []) onLine(line);
      waiting = undefined;
    },
    held: (): readonly string[] => waiting ?? [],
  };
}

/** Returns whether the container has started. */
async function awaitStart(engine: ContainerEngine, name: string, ended: Promise<void>): Promise<boolean> {
  const progress = { over: false };
  const end = ended.then(() => {
    progress.over = true;
  });
  for (;;) {
    const wasOver = progress.over;
    const state = await readState(engine, name).catch(() => undefined);
    if (state !== undefined && hasStarted(state)) return true;
    if (wasOver) return false;
    await Promise.race([end, setTimeout(START_POLL_MS)]);
  }
}

/** @throws EngineError if the engine does not answer or the container does not exist */
async function readState(engine: ContainerEngine, name: string): Promise<ContainerState> {
  const output = await engine.run(["container", "inspect", "--format", "{{json .State}}", name]);
  return stateSchema.parse(parseJson(output));
}

/** Reads the state after the output has ended. The engine may report the end a little later. */
async function readEnd(engine: ContainerEngine, name: string): Promise<ContainerState> {
  for (let attempt = 1; ; attempt += 1) {
    const state = await readState(engine, name);
    if (!state.Running || attempt === 10) return state;
    await setTimeout(START_POLL_MS);
  }
}

/** Reads the engine's log. Returns an empty log if the engine keeps none, for example with `--log-driver none`. */
async function readLog(engine: ContainerEngine, name: string): Promise<Buffer> {
  return Buffer.from(await engine.run(["logs", name], { withStderr: true }).catch(() => ""));
}

function toExit(state: ContainerState | undefined, oom: boolean, failure: string): JobExit {
  // The endpoint removes the container when it closes.
  if (state === undefined && /no such (?:container|object)/i.test(failure)) return { exitCode: 137 };
  if (state === undefined) return { reason: `ContainerRuntimeError: ${failure}` };
  if (state.Running) return { reason: "ContainerRuntimeError: the connection to the container was lost" };
  return { exitCode: state.ExitCode, ...(oom || state.OOMKilled ? { reason: OUT_OF_MEMORY } : {}) };
}

const closed = (emitter: ChildProcess | Socket): Promise<void> =>
  new Promise((resolve) => {
    emitter.once("close", () => {
      resolve();
    });
  });
