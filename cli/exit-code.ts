/** Exit codes of the process, shown in every `--help`. */
export const EXIT_CODE = {
  succeeded: 0,
  /** Bad input, no access, a port in use: nothing was started. */
  notStarted: 1,
  /** The execution did not succeed, or is still running. */
  endedOtherwise: 2,
} as const;

export const EXIT_CODE_HELP = `Exit codes:
  0  SUCCEEDED, or done as asked
  1  not started (bad input, no access)
  2  ended otherwise, or still running`;
