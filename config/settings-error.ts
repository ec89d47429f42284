/** Invalid setting. */
export interface SettingProblem {
  /** Name of the environment variable. */
  readonly variable: string;
  /** Given value; undefined when not set or empty. */
  readonly given: string | undefined;
  /** Rule, as the end of "must be ...". */
  readonly rule: string;
  /** Description of what was found, in place of `given`, like `has no "="`. */
  readonly found?: string;
}

/** Thrown for missing or invalid settings; the message lists all of them, one per line. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly problems: readonly SettingProblem[]) {
    super(problems.map(describeProblem).join("\n"));
  }
}

/** Variables whose values may contain secrets: inputs of executions, and settings of the job. */
const MAY_HOLD_SECRETS = /_INPUT$|^JOB_COMMAND$|^JOB_ENVIRONMENT$|^JOB_SECRETS$/;

function describeProblem({ variable, given, rule, found }: SettingProblem): string {
  const shown = MAY_HOLD_SECRETS.test(variable) ? `a text of ${given?.length ?? 0} characters` : JSON.stringify(given);
  return `${variable} ${found ?? (given === undefined ? "is not set" : `is ${shown}`)}: must be ${rule}`;
}
