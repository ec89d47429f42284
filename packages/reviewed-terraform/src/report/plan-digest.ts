import { createHash } from "node:crypto";
import { canonicalJson } from "../json";
import type { PlanReport } from "./plan-report";

/**
 * Returns the digest of a plan. Plans with the same effect have the same digest: times, paths, order and values
 * computed by AWS are not included.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function planDigest({ changes, outputs }: Pick<PlanReport, "changes" | "outputs">): string {
  return `sha256:${sha256Hex(canonicalJson({ changes, outputs }))}`;
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
