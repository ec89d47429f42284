import type { LifeCycleTimes } from "local-aws";

/** Approximate provisioning and image pull times on Fargate, long enough to be seen by a poll. */
export const FARGATE_TIMES: Partial<LifeCycleTimes> = { runnableMs: 90_000, startingMs: 60_000 };
