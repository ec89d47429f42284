import { createHash } from "node:crypto";
import { canonicalJson } from "./json";
import type { PlanReport } from "./plan-report";

/**
 * Equal for plans that do the same: no time, path, order, or value that AWS computes has a part in it.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function planDigest({ changes, outputs }: Pick<PlanReport, "changes" | "outputs">): string {
  return `sha256:${sha256Hex(canonicalJson({ changes, outputs }))}`;
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
