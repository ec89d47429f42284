/** Environments of a poller. A test checks that the workflows have the same choices. */
export const ENVIRONMENTS = ["dev", "prod"] as const;
