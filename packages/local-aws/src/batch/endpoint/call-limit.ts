import type { Clock } from "../../clock";
import { BatchApiError } from "./api-error";
import type { Operation } from "./operation";

/** Maximum calls per second by operation name. Operations without an entry are not limited. */
export type CallsPerSecond = Readonly<Record<string, number>>;

/** Throttles calls beyond the limits with TooManyRequestsException, as AWS does. A throttled call does not count. */
export function limitCalls(
  operations: readonly Operation[],
  callsPerSecond: CallsPerSecond,
  clock: Clock,
): readonly Operation[] {
  return operations.map((operation) => {
    const limit = callsPerSecond[operation.name];
    if (limit === undefined) return operation;
    const admit = createCallLimit(limit, clock);
    return {
      ...operation,
      handle: (input) => {
        if (!admit()) throw new BatchApiError("TooManyRequestsException", "Too Many Requests");
        return operation.handle(input);
      },
    };
  });
}

/** Creates a limiter that returns whether a call is admitted now. */
function createCallLimit(limit: number, clock: Clock): () => boolean {
  /** Ring buffer of the times of the latest admitted calls, at most `limit` entries. */
  const admittedAt: number[] = [];
  let admitted = 0;
  return () => {
    const now = clock.now();
    const place = admitted % limit;
    const oldest = admittedAt[place];
    if (oldest !== undefined && now - oldest < 1000) return false;
    admittedAt[place] = now;
    admitted += 1;
    return true;
  };
}
