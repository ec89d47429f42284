import type { LifeCycleTimes } from "../../local/batch/life-cycle-times";

/** What a job takes on Fargate, about, until it has a place and until its image is there: long enough to be seen by a poll. */
export const FARGATE_TIMES: Partial<LifeCycleTimes> = { runnableMs: 90_000, startingMs: 60_000 };
