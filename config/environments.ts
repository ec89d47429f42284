/** What a poller can be deployed as; the choices of the workflows are held to it by a test. */
export const ENVIRONMENTS = ["dev", "prod"] as const;
