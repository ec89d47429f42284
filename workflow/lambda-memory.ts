/**
 * Memory of a function, in MiB. Far more than is used; but the share of a CPU grows with it, and at 128 MiB loading
 * the SDK makes up most of a cold start.
 */
export const LAMBDA_MEMORY_MIB = 256;
