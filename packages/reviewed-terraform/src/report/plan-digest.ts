import { createHash } from "node:crypto";
import { canonicalJson } from "../json";
import type { PlanReport } from "./plan-report";

/**
 * Returns the digest of a plan. Plans with the same effect have the same digest: times, paths, order and values
 * computed by AWS are not included. The checksums of the providers are.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function planDigest({
  changes,
  outputs,
  lockFile = "absent",
}: Pick<PlanReport, "changes" | "outputs"> & Partial<Pick<PlanReport, "lockFile">>): string {
  const lock = lockFile === "absent" ? undefined : lockFile.sha256;
  return `sha256:${sha256Hex(canonicalJson({ changes, outputs, lock }))}`;
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
