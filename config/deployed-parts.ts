/**
 * Stacks of this project that `poller deploy` and pipelines deploy, without their environment. Only `bootstrap`
 * deploys the state backend. DEPLOYED_STACKS has those of another project.
 */
export const DEPLOYED_PARTS = ["batch", "job-poller"];
