import type { ApplyState } from "../../delivery/render-apply";
import { isSecretText } from "../../delivery/secrets";
import { errorMessage } from "../error-properties";
import type { ApplyDiagnostic, ApplyLog } from "./apply-log";
import { explainTerraformError } from "./explain-terraform-error";
import type { Terraform } from "./terraform";
import type { TerraformPlace } from "./terraform-place";

const FAILED = 1;

/** How an apply ended. */
export interface ApplyEnd {
  /** Why it ended before its end; undefined when all was applied. */
  readonly problem: string | undefined;
  /** Whether Terraform came to an end of its own, and so wrote down all that it had made. */
  readonly isOrderly: boolean;
}

/** Applies a saved plan, and tells the log of all that happens. Never rejects. */
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
    return { problem: errorMessage(error), isOrderly: false };
  }
}

/** Terraform's words where its state may lack something: it could not be written, Terraform or a provider was cut off. */
const isOfLoss = ({ summary, detail }: ApplyDiagnostic): boolean =>
  /Failed to (?:save|persist) state|operation cancell?ed|plugin did not respond/i.test(`${summary} ${detail}`);

/** How far a change came that has a line in the log, or has none. */
export function findApplyState(address: string, actions: readonly string[], log: ApplyLog): ApplyState {
  const needed = actions.filter((action) => ["create", "update", "delete"].includes(action));
  const progress = log.find(address);
  // Nor does Terraform tell of what is imported, moved or forgotten, which is done to the state alone.
  if (progress === undefined) return "not begun";
  if (progress.failed) return "failed";
  return needed.every((action) => progress.completed.has(action)) ? "done" : "interrupted";
}

/** Terraform's errors in one text: a known one in one line, without what looks like a secret. */
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
