import { explainTerraformError } from "../terraform/explain-terraform-error";
import type { Product } from "../terraform/product";
import type { ProgramEnd } from "../terraform/run-program";

/**
 * Explains a failure of cdktf in one line. cdktf interleaves the output of several stacks, each prefixed with its
 * stack's name.
 */
export function explainDeployError(
  { stdout, stderr, exitCode, signal }: ProgramEnd,
  environment: string,
  parts: readonly string[],
  product: Product["name"],
): string {
  const output = `${stdout}\n${stderr}`;
  const part = findFailedPart(output, environment, parts);
  const place = { stackName: `${part}-${environment}`, environment, part };
  return (
    explainTerraformError(output, place, product) ??
    `cdktf ended with ${signal ?? `exit code ${String(exitCode)}`}; see above`
  );
}

/** Finds the last stack named before the first error. */
function findFailedPart(output: string, environment: string, parts: readonly string[]): string {
  const before = output.slice(0, Math.max(0, output.search(/\bError: /)));
  const lastSeen = parts.map((part) => before.lastIndexOf(`${part}-${environment}  `));
  return parts[lastSeen.indexOf(Math.max(...lastSeen))] ?? parts.join(", ");
}
