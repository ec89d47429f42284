import { scryptSync } from "node:crypto";

/** scrypt cost: tens of milliseconds per guess, against brute force on published hashes of short secrets. */
const COST = 16_384;
const HASH_BYTES = 32;

/**
 * Hashes a value that may be a secret. Equal values at the same place have equal hashes.
 * @param place - address and attribute, used as salt; a reused secret has a different hash in another place
 */
export function hashSecret(value: string, place: string): string {
  return `scrypt:${scryptSync(value, place, HASH_BYTES, { N: COST }).toString("hex")}`;
}
