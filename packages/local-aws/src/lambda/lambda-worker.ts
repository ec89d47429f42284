import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { Clock } from "../clock";
import { InvocationTime } from "./invocation-time";
import {
  MAX_PAYLOAD_BYTES,
  errorDocumentSchema,
  exited,
  handlerFailed,
  outOfMemory,
  responseTooLarge,
  timedOut,
} from "./lambda-failure";
import type { LambdaResult } from "./lambda-invoker";
import { type WorkerFunction, createEnvironment } from "./worker-function";

/** Time limit of Lambda's init phase, in milliseconds. */
const INIT_TIMEOUT_MS = 10_000;

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("paused"), pauses: z.array(z.object({ id: z.int(), durationMs: z.number() })) }),
  z.object({ kind: z.literal("answered"), answer: z.string() }),
  z.object({ kind: z.literal("failed"), document: errorDocumentSchema, fatal: z.boolean() }),
]);

interface Invocation {
  readonly requestId: string;
  readonly event: string;
  readonly resolve: (result: LambdaResult) => void;
  readonly time: InvocationTime;
}

/** Execution environment: a worker thread that runs one invocation at a time and is reused. */
export class LambdaWorker {
  private readonly worker: Worker;
  private invocation: Invocation | undefined;
  private ready = false;
  private alive = true;

  constructor(
    private readonly fn: WorkerFunction,
    extraEnvironment: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
    private readonly clock: Clock,
  ) {
    this.worker = new Worker(join(__dirname, "worker-main.cjs"), {
      workerData: { codeFile: fn.codeFile, handlerName: fn.handler.split(".").at(-1), fn: { ...fn, environment: {} } },
      env: createEnvironment(fn, extraEnvironment),
      resourceLimits: { maxOldGenerationSizeMb: fn.memoryMiB },
      // The function must not use the loaders of this process (TypeScript, tests).
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) readLines(stream, onLine);
    this.worker.on("message", (message: unknown) => {
      this.receive(messageSchema.parse(message));
    });
    this.worker.on("error", (error: NodeJS.ErrnoException) => {
      const requestId = this.invocation?.requestId ?? "";
      this.alive = false;
      this.finish(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? outOfMemory(requestId) : exited(requestId, 1));
    });
    this.worker.on("exit", (exitCode) => {
      this.alive = false;
      this.finish(exited(this.invocation?.requestId ?? "", exitCode));
    });
  }

  /** False once the thread has ended or is about to end. It then accepts no invocations. */
  get isUsable(): boolean {
    return this.alive;
  }

  invoke(requestId: string, event: string): Promise<LambdaResult> {
    return new Promise((resolve) => {
      const time = new InvocationTime(this.clock, (limitMs) => {
        void this.terminate();
        this.finish(timedOut(requestId, limitMs / 1000));
      });
      time.limit(INIT_TIMEOUT_MS);
      this.invocation = { requestId, event, resolve, time };
      if (this.ready) this.send();
    });
  }

  async terminate(): Promise<void> {
    this.alive = false;
    await this.worker.terminate();
  }

  private send(): void {
    if (this.invocation === undefined) return;
    const { requestId, event, time } = this.invocation;
    const timeoutMs = this.fn.timeoutSeconds * 1000;
    time.limit(timeoutMs);
    this.worker.postMessage({ kind: "invoke", requestId, event, remainingMs: timeoutMs });
  }

  private receive(message: z.infer<typeof messageSchema>): void {
    if (message.kind === "ready") {
      this.ready = true;
      this.send();
      return;
    }
    if (message.kind === "paused") {
      for (const pause of message.pauses) void this.pause(pause);
      return;
    }
    if (message.kind === "answered") {
      this.finish(readAnswer(message.answer));
      return;
    }
    if (message.fatal) void this.terminate();
    this.finish(handlerFailed(message.document));
  }

  /** Resumes the function after its pause, unless the invocation ends first. */
  private async pause({ id, durationMs }: { readonly id: number; readonly durationMs: number }): Promise<void> {
    const { invocation } = this;
    if (invocation === undefined) return;
    try {
      const remainingMs = await invocation.time.pause(durationMs);
      this.worker.postMessage({ kind: "wake", id, remainingMs });
    } catch {
      // The invocation ended during the pause.
    }
  }

  private finish(result: LambdaResult): void {
    const { invocation } = this;
    if (invocation === undefined) return;
    this.invocation = undefined;
    invocation.time.end();
    invocation.resolve(result);
  }
}

function readAnswer(answer: string): LambdaResult {
  const sizeBytes = Buffer.byteLength(answer);
  return sizeBytes > MAX_PAYLOAD_BYTES ? responseTooLarge(sizeBytes) : { ok: true, payload: JSON.parse(answer) };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", onLine);
}
