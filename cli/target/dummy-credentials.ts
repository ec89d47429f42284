/** Credentials for local endpoints, which check no signature; the SDK requires some. */
export const DUMMY_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
