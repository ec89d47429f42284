/**
 * Stacks that `poller deploy` and pipelines deploy, without their environment. Only `bootstrap` deploys the state
 * backend.
 */
export const DEPLOYED_PARTS = ["batch", "job-poller"];
