import type { ApplyState } from "../render/render-apply";
import { isSecretText } from "../report/secrets";
import type { ApplyDiagnostic, ApplyLog } from "./apply-log";
import { explainTerraformError } from "../terraform/explain-terraform-error";
import type { Terraform } from "../terraform/terraform";
import type { TerraformPlace } from "../terraform/terraform-place";

const FAILED = 1;

/** Result of an apply. */
export interface ApplyEnd {
  /** Reason for an incomplete apply; undefined when all changes were applied. */
  readonly problem: string | undefined;
  /** Whether Terraform ended by itself and so saved its state. */
  readonly isOrderly: boolean;
}

/** Applies a saved plan and passes Terraform's output to the log. Never rejects. */
export async function runApply(
  terraform: Terraform,
  planFile: string,
  log: ApplyLog,
  place: TerraformPlace,
): Promise<ApplyEnd> {
  const output: string[] = [];
  try {
    const { exitCode } = await terraform.run(["apply", "-input=false", "-json", planFile], {
      expected: [0, FAILED],
      onOutput: (text) => {
        output.push(text);
        log.push(text);
      },
    });
    if (exitCode === 0) return { problem: undefined, isOrderly: true };
    const isOrderly = log.errors.length > 0 && !log.errors.some(isOfLoss);
    return { problem: explainErrors(log.errors, output.join(""), place), isOrderly };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), isOrderly: false };
  }
}

/**
 * Whether an error means that the state may be incomplete: it was not saved, or Terraform or a provider was
 * interrupted.
 */
const isOfLoss = ({ summary, detail }: ApplyDiagnostic): boolean =>
  /Failed to (?:save|persist) state|operation cancell?ed|plugin did not respond/i.test(`${summary} ${detail}`);

/** State of a change, by its messages in the log. */
export function findApplyState(address: string, actions: readonly string[], log: ApplyLog): ApplyState {
  const needed = actions.filter((action) => ["create", "update", "delete"].includes(action));
  const progress = log.find(address);
  // Terraform has no messages for imported, moved or forgotten resources, which change only the state.
  if (progress === undefined) return "not begun";
  if (progress.failed) return "failed";
  return needed.every((action) => progress.completed.has(action)) ? "done" : "interrupted";
}

/** Joins Terraform's errors: a known error in one line, without possible secrets. */
export function explainErrors(errors: readonly ApplyDiagnostic[], output: string, place: TerraformPlace): string {
  const texts = errors.map(({ summary, detail, address }) =>
    [`Error: ${summary}`, ...(address === undefined ? [] : [`  with ${address},`]), detail].join("\n"),
  );
  const text = texts.length === 0 ? output : texts.join("\n\n");
  return hideSecrets(explainTerraformError(text, place) ?? text.trim());
}

const hideSecrets = (text: string): string =>
  text
    .split("\n")
    .map((line) => (isSecretText(line) ? "(hidden: this line looks like a secret)" : line))
    .join("\n");
