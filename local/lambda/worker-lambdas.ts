import type { Clock } from "../clock";
import { MAX_PAYLOAD_BYTES, notFound, requestTooLarge } from "./lambda-failure";
import { type LambdaInvoker, withoutQualifier } from "./lambda-invoker";
import type { LambdaLogLine, WorkerFunction } from "./worker-function";
import { WorkerPool } from "./worker-pool";

export interface WorkerLambdasOptions {
  /** Clock on which functions pause. A virtual one is held while a function works, and not while it only pauses. */
  readonly clock: Clock;
  /** Added to every function's environment, such as the local endpoints; wins over the function's own. */
  readonly extraEnvironment?: Readonly<Record<string, string>>;
  readonly onLog?: (line: LambdaLogLine) => void;
  /** Most workers of one function. @default 8 */
  readonly maxConcurrency?: number;
}

export interface WorkerLambdas extends LambdaInvoker {
  /** Ends every worker, whatever it does. */
  close(): Promise<void>;
}

/**
 * Lambdas that run their built bundles, each function in worker threads of its own with its own environment, memory and
 * time limit. `setTimeout` of `node:timers/promises` pauses them on the clock; other timers run in real time.
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
