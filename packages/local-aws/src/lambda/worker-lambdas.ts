import { randomUUID } from "node:crypto";
import { withoutQualifier } from "../arn";
import type { Clock } from "../clock";
import { MAX_PAYLOAD_BYTES, notFound, requestTooLarge } from "./lambda-failure";
import type { LambdaInvoker, LambdaResult } from "./lambda-invoker";
import type { LambdaLogLine, WorkerFunction } from "./worker-function";
import { waitFor } from "../wait-for";
import { LambdaWorker } from "./lambda-worker";

export interface WorkerLambdasOptions {
  /** Clock on which functions pause. A virtual clock is held while a function works, not while it pauses. */
  readonly clock: Clock;
  /**
   * Variables added to the environment of every function, such as the local endpoints. They override those of the
   * function.
   */
  readonly extraEnvironment?: Readonly<Record<string, string>>;
  readonly onLog?: (line: LambdaLogLine) => void;
  /** Maximum workers per function. @default 8 */
  readonly maxConcurrency?: number;
}

export interface WorkerLambdas extends LambdaInvoker {
  /** Ends every worker, even during an invocation. */
  close(): Promise<void>;
}

/**
 * Creates Lambda functions that run their built bundles in worker threads. Each function has its own environment,
 * memory limit and time limit. `setTimeout` of `node:timers/promises` pauses on the clock. Other timers run in real
 * time.
 */
export function createWorkerLambdas(
  functions: readonly WorkerFunction[],
  { clock, extraEnvironment = {}, onLog = () => undefined, maxConcurrency = 8 }: WorkerLambdasOptions,
): WorkerLambdas {
  const pools = new Map(
    functions.map((fn) => [fn.functionArn, new WorkerPool(fn, { clock, extraEnvironment, onLog, maxConcurrency })]),
  );
  return {
    async invoke(functionArn, payload, signal) {
      const pool = pools.get(functionArn) ?? pools.get(withoutQualifier(functionArn));
      if (pool === undefined)
        return notFound(
          functionArn,
          functions.map(({ functionName }) => functionName),
        );
      const event = JSON.stringify(payload);
      const sizeBytes = Buffer.byteLength(event);
      return sizeBytes > MAX_PAYLOAD_BYTES ? requestTooLarge(sizeBytes) : pool.invoke(event, signal);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

interface WorkerPoolOptions {
  readonly clock: Clock;
  readonly extraEnvironment: Readonly<Record<string, string>>;
  readonly onLog: (line: LambdaLogLine) => void;
  /** Maximum workers of one function. Further invocations wait for a free worker. */
  readonly maxConcurrency: number;
}

/** Execution environments of one function. Reuses an idle worker, and creates one if all are busy. */
class WorkerPool {
  private readonly workers = new Set<LambdaWorker>();
  private readonly idle: LambdaWorker[] = [];
  private readonly waiting: ((worker: LambdaWorker) => void)[] = [];
  private readonly closing = new AbortController();

  constructor(
    readonly fn: WorkerFunction,
    private readonly options: WorkerPoolOptions,
  ) {}

  async invoke(event: string, signal: AbortSignal): Promise<LambdaResult> {
    const worker = await this.acquire(signal);
    const work = worker.invoke(randomUUID(), event).finally(() => {
      this.release(worker);
    });
    return waitFor(work, signal);
  }

  /** Ends every worker. Waiting invocations are rejected. */
  async close(): Promise<void> {
    this.closing.abort(new Error(`the local Lambda ${this.fn.functionName} was closed`));
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
  }

  private async acquire(signal: AbortSignal): Promise<LambdaWorker> {
    signal.throwIfAborted();
    this.closing.signal.throwIfAborted();
    const free = this.idle.pop();
    if (free?.isUsable === true) return free;
    if (free !== undefined) this.workers.delete(free);
    if (this.workers.size < this.options.maxConcurrency) return this.start();
    let claim: (worker: LambdaWorker) => void = () => undefined;
    const turn = new Promise<LambdaWorker>((resolve) => {
      claim = resolve;
      this.waiting.push(claim);
    });
    try {
      return await waitFor(turn, AbortSignal.any([signal, this.closing.signal]));
    } catch (error) {
      const index = this.waiting.indexOf(claim);
      if (index >= 0) this.waiting.splice(index, 1);
      throw error;
    }
  }

  private start(): LambdaWorker {
    const { clock, extraEnvironment, onLog } = this.options;
    const log = (line: string): void => {
      onLog({ functionName: this.fn.functionName, line });
    };
    const worker = new LambdaWorker(this.fn, extraEnvironment, log, clock);
    this.workers.add(worker);
    return worker;
  }

  private release(worker: LambdaWorker): void {
    if (!worker.isUsable) this.workers.delete(worker);
    const next = this.waiting.shift();
    if (next !== undefined) next(worker.isUsable ? worker : this.start());
    else if (worker.isUsable) this.idle.push(worker);
  }
}
