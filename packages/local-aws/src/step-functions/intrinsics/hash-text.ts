import { createHash } from "node:crypto";

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/**
 * Returns the hash of a text, in hexadecimal.
 * @throws TypeError if `algorithm` is not MD5, SHA-1, SHA-256, SHA-384 or SHA-512
 */
export function hashText(text: string, algorithm: string): string {
  const name = ALGORITHMS[algorithm];
  if (name === undefined)
    throw new TypeError(
      `Invalid argument: the algorithm must be one of ${Object.keys(ALGORITHMS).join(", ")}, got ${algorithm}`,
    );
  return createHash(name).update(text).digest("hex");
}
