import { EXIT_CODE } from "../../exit-code";

/** What the steps of the pipelines end with. */
export const CI_EXIT_CODE = {
  ...EXIT_CODE,
  /** The plan is not the one that was reviewed, or none was: nothing was applied. */
  notReviewed: 3,
} as const;

export const CI_EXIT_CODE_HELP = `Exit codes of all steps:
  0  done, and all is as it should be
  1  refused or failed; the message says what to do
  2  looked, and found drift, a difference or a lock
  3  apply: the plan is not the one that was reviewed; nothing was applied`;
