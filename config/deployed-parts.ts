/** Stacks that `poller deploy` and pipelines deploy, without their environment; the state backend is `bootstrap`'s alone. */
export const DEPLOYED_PARTS = ["batch", "job-poller"];
