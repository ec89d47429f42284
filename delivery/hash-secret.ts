import { scryptSync } from "node:crypto";

/** Tens of milliseconds a guess: published hashes of short secrets cannot be tried out by the million. */
const COST = 16_384;
const HASH_BYTES = 32;

/**
 * What can be published of a value that may be a secret: equal values at the same place have equal hashes.
 * @param place - address and attribute; the same secret elsewhere has another hash, so that nobody sees it is reused
 */
export function hashSecret(value: string, place: string): string {
  return `scrypt:${scryptSync(value, place, HASH_BYTES, { N: COST }).toString("hex")}`;
}
