/** One setting that cannot be used. */
export interface SettingProblem {
  /** Name of the environment variable. */
  readonly variable: string;
  /** What it was set to; undefined when it was not set or empty. */
  readonly given: string | undefined;
  /** What it must be, as the end of "must be ...". */
  readonly rule: string;
}

/** Thrown when settings are missing or wrong; the message names all of them, one line each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly problems: readonly SettingProblem[]) {
    super(problems.map(describeProblem).join("\n"));
  }
}

function describeProblem({ variable, given, rule }: SettingProblem): string {
  // An execution's input may hold secrets.
  const shown = variable.endsWith("_INPUT") ? `a text of ${given?.length ?? 0} characters` : JSON.stringify(given);
  const found = given === undefined ? "is not set" : `is ${shown}`;
  return `${variable} ${found}: must be ${rule}`;
}
