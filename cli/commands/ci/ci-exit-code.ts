import { EXIT_CODE } from "../../exit-code";

/** Exit codes of the pipeline steps. */
export const CI_EXIT_CODE = {
  ...EXIT_CODE,
  /** The plan may not be applied: it was not reviewed or approved, or the commit is not the newest. */
  notReviewed: 3,
} as const;

export const CI_EXIT_CODE_HELP = `Exit codes of all steps:
  0  done, no problem found
  1  rejected or failed; the message says what to do
  2  found drift, a difference, a lock or a missing setting
  3  review, apply: the plan may not be applied (not reviewed, not approved, or an older commit)`;
