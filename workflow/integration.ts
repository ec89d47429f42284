/**
 * Integrations of the state machine with Batch: `poll` and `events` check the job with a Lambda function, and with
 * `events` a change of the job ends a wait; `sync` uses `batch:submitJob.sync`.
 */
export const INTEGRATIONS = ["poll", "sync", "events"] as const;

export type WaitIntegration = (typeof INTEGRATIONS)[number];
