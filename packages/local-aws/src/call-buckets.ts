import type { ServiceFaults } from "./service-faults";
import type { Clock } from "./clock";

/** Quota of an operation: calls that are saved up at most, and calls that are added per second. */
interface CallBucket {
  readonly bucketSize: number;
  readonly refillPerSecond: number;
}

/** Quotas by operation. Operations without an entry are not limited. */
export type CallBuckets = Readonly<Record<string, CallBucket>>;

/**
 * Quotas of Step Functions in large regions. In other regions they are about half.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const STEP_FUNCTIONS_QUOTAS: CallBuckets = {
  SendTaskSuccess: { bucketSize: 3000, refillPerSecond: 500 },
  SendTaskFailure: { bucketSize: 3000, refillPerSecond: 500 },
  SendTaskHeartbeat: { bucketSize: 3000, refillPerSecond: 500 },
  GetExecutionHistory: { bucketSize: 400, refillPerSecond: 20 },
};

/** Throttles calls beyond their quotas. Admitted calls have the given faults. */
export function limitServiceCalls(faults: ServiceFaults, buckets: CallBuckets, clock: Clock): ServiceFaults {
  const takers = new Map(Object.entries(buckets).map(([operation, bucket]) => [operation, createTaker(bucket, clock)]));
  return {
    call(operation, input, perform) {
      if (takers.get(operation)?.() ?? true) return faults.call(operation, input, perform);
      return Promise.resolve({ status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } });
    },
  };
}

/** Creates a function that takes a call from a bucket. It returns false if the bucket is empty. */
function createTaker({ bucketSize, refillPerSecond }: CallBucket, clock: Clock): () => boolean {
  let left = bucketSize;
  let filledAtMs = clock.now();
  return () => {
    const now = clock.now();
    left = Math.min(bucketSize, left + ((now - filledAtMs) / 1000) * refillPerSecond);
    filledAtMs = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
