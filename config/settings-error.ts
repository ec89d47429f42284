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

/** User name and password in a URL. */
const PASSWORD = /\/\/[^/@]+@/;

/** Maximum length of a shown value, in characters. */
const MAX_SHOWN = 200;

function describeProblem({ variable, given, rule, found }: SettingProblem): string {
  return `${variable} ${found ?? (given === undefined ? "is not set" : `is ${showValue(variable, given)}`)}: must be ${rule}`;
}

function showValue(variable: string, given: string): string {
  if (MAY_HOLD_SECRETS.test(variable)) return `a text of ${given.length} characters`;
  const value = given.replace(PASSWORD, "//***@");
  if (value.length <= MAX_SHOWN) return JSON.stringify(value);
  return `${JSON.stringify(`${value.slice(0, MAX_SHOWN)}...`)} (${value.length} characters)`;
}
