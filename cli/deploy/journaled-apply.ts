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
  /** Where the stack's state lies. */
  readonly state: StateLocation;
  /** Addresses that the plan is going to make. */
  readonly created: readonly string[];
  /** Left behind by a run that was killed; holds until this one has ended. */
  readonly left: Journal | undefined;
}

/**
 * Applies a saved plan with a journal of what it makes beside the state, for the case that it is killed.
 * @param onMessage - told of every message of Terraform's, in order
 * @throws CliError when the bucket does not take the journal, before anything is made, or does not let go of it
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
  // What an earlier run had made is in the state when its import is done, which Terraform does not tell one by one.
  const knowsEarlier = left === undefined || end.problem === undefined;
  await journal.end(end.isOrderly && knowsEarlier);
  return { ...end, log };
}
