import type { Clock } from "../../clock";
import { BatchApiError } from "./api-error";
import type { Operation } from "./operation";

/** Most calls of an operation in any one second, by its name; an operation without one is not limited. */
export type CallsPerSecond = Readonly<Record<string, number>>;

/** Refuses calls beyond the limits as AWS does, with TooManyRequestsException; a refused call does not count. */
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

/** @returns whether one more call is admitted now */
function createCallLimit(limit: number, clock: Clock): () => boolean {
  /** Times of the latest admitted calls, at most `limit` of them, as a ring. */
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
