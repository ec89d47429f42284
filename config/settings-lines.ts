import { SettingsError, type SettingProblem } from "./settings-error";
import { SETTINGS_SCHEMA } from "./settings-schema";

const LINES_RULE = "a setting of docs/settings.md, written on one line like AWS_REGION=us-east-1";

/**
 * Parses settings in one text, with a line `NAME=value` for each. Empty lines and lines that start with `#` are
 * skipped. Does not validate the values.
 * @param variable - variable with the text, for messages
 * @throws SettingsError listing every invalid line, without values
 */
export function parseSettingsLines(variable: string, text: string): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  const problems: SettingProblem[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return;
    const [, name, value = ""] = /^(\w+)\s*=\s*(.*)$/.exec(trimmed) ?? [];
    if (name === undefined) {
      problems.push({
        variable: `line ${index + 1} of ${variable}`,
        given: undefined,
        rule: LINES_RULE,
        found: describe(trimmed),
      });
      return;
    }
    const problem = problemOfName(name, settings);
    if (problem === undefined) settings[name] = value;
    else problems.push({ variable: `line ${index + 1} of ${variable}`, given: name, rule: problem });
  });
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** Describes a line without `NAME=`, for example the second line of a value, which can be a secret. */
function describe(line: string): string {
  const [word = ""] = /^\w+/.exec(line) ?? [];
  return Object.hasOwn(SETTINGS_SCHEMA.shape, word) ? `has no = after ${word}` : "does not begin with NAME=";
}

function problemOfName(name: string, before: Readonly<Record<string, string>>): string | undefined {
  if (name === "DEPLOY_ENVIRONMENT") return "left out: the workflow says which environment it is for";
  if (!Object.hasOwn(SETTINGS_SCHEMA.shape, name)) return LINES_RULE;
  return Object.hasOwn(before, name) ? "given once" : undefined;
}
