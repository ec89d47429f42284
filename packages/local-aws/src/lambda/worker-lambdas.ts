import { withoutQualifier } from "../arn";
import type { Clock } from "../clock";
import { MAX_PAYLOAD_BYTES, notFound, requestTooLarge } from "./lambda-failure";
import type { LambdaInvoker } from "./lambda-invoker";
import type { LambdaLogLine, WorkerFunction } from "./worker-function";
import { WorkerPool } from "./worker-pool";

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
