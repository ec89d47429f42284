import type { StateLocation } from "../state/synthesized-stack";
import { ApplyLog, type ApplyMessage } from "../terraform/apply-log";
import { runApply, type ApplyEnd } from "../terraform/run-apply";
import type { Terraform } from "../terraform/terraform";
import type { TerraformPlace } from "../terraform/terraform-place";
import { ApplyJournal } from "./apply-journal";
import type { Journal } from "./journal";

export interface JournaledApply {
  readonly terraform: Terraform;
  readonly planFile: string;
  readonly place: TerraformPlace;
  /** Location of the stack's state. */
  readonly state: StateLocation;
  /** Addresses that the plan creates. */
  readonly created: readonly string[];
  /** Journal of an interrupted run; valid until this apply has ended. */
  readonly left: Journal | undefined;
}

/**
 * Applies a saved plan and records the created resources in a journal next to the state, so that an interrupted
 * apply can be recovered.
 * @param onMessage - called with each Terraform message, in order
 * @throws CliError when the journal cannot be written, before the apply, or cannot be deleted after it
 */
export async function applyWithJournal(
  { terraform, planFile, place, state, created, left }: JournaledApply,
  onMessage: (message: ApplyMessage) => void,
): Promise<ApplyEnd & { readonly log: ApplyLog }> {
  const journal = new ApplyJournal(state, created, left);
  await journal.begin();
  const log = new ApplyLog((message) => {
    journal.push(message);
    onMessage(message);
  });
  const end = await runApply(terraform, planFile, log, place);
  // Terraform does not report single imports: resources of an earlier run are in the state only after a complete
  // apply.
  const knowsEarlier = left === undefined || end.problem === undefined;
  await journal.end(end.isOrderly && knowsEarlier);
  return { ...end, log };
}
