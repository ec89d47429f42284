import { scryptSync } from "node:crypto";

/** Names of secrets; a word like `key` matches anywhere in the name. */
const SECRET_NAME =
  /secret|token|passw|pwd|passphrase|credential|key|dsn|connection_?string|(?:^|[_-])(?:pass|pin|otp|webhook(?:[_-]ur[il])?)$/i;

/** Formats of secrets, which are hidden regardless of their name. */
const SECRET_TEXTS = [
  // AWS access key IDs, and strings with the length and characters of secret access keys.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /(?<![A-Za-z0-9/+=_-])(?=[A-Za-z/+]*\d)(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/,
  /\b(?:gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|xapp-|[rs]k[-_]|npm_|hf_|AIza|SG\.|hv[bs]\.|ya29\.|dp\.[a-z]+\.)[A-Za-z0-9_.-]{16,}/,
  /\b(?:FwoG|IQoJ)[A-Za-z0-9/+=]{12,}/,
  /\bAGE-SECRET-KEY-1/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/|\.webhook\.office\.com\//,
  // Signed URLs and HTTP authorization headers.
  /[?&](?:sig|x-amz-signature|x-goog-signature)=[^\s&]/i,
  /\b(?:Bearer|Basic) (?=\S*[\d=])[A-Za-z0-9_.~+/=-]{12,}/,
  /\bcurl\b.*\s(?:-u|--user)[\s=]*[^\s:]+:\S/,
  // scheme://user:password@host
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
];

/** Assignment like `password=...` or `"apiKey": "..."` in a longer text, such as a connection string. */
const SECRET_ASSIGNMENT =
  /(?:secret|token|passw(?:or)?d|pwd|passphrase|credentials?|(?:api|access|account|private|secret)[_-]?key)["']?\s*[=:]\s*["']?[^\s"'=:]/i;

/** Option like `--token ...` in a command. */
const SECRET_ARGUMENT = /(?:^|\s)--?[\w-]*(?:secret|token|passw|pwd|passphrase|credential|key)[\w-]*\s+[^\s-]/i;

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[\w./:*?+=,@${}-]+$/;

/** Values of environment variables that are safe to show. */
const HARMLESS_SETTING =
  /^(?:true|false|yes|no|on|off|debug|info|warn|warning|error|trace|\d{1,9}|[a-z]{2}(?:-[a-z]+)+-\d)$/i;

/** Returns whether a name indicates a secret. Names with `:` or `.` are IAM condition keys and must be reviewable. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !/[:.]/.test(name);
}

export function isSecretText(text: string): boolean {
  if (SECRET_TEXTS.some((pattern) => pattern.test(text)) || SECRET_ARGUMENT.test(text)) return true;
  return !isArn(text) && SECRET_ASSIGNMENT.test(text);
}

/** Returns whether a text is an option whose value is the next word of a command, like `--password`. */
export function isSecretOption(text: string): boolean {
  return /^--?[\w-]+$/.test(text) && isSecretName(text);
}

/**
 * Returns whether the value of an environment variable can be shown. Few can, because a secret may be a plain word.
 */
export function isHarmlessSetting(text: string): boolean {
  return !isSecretText(text) && (HARMLESS_SETTING.test(text) || isArn(text));
}

export function isArn(text: string): boolean {
  return ARN.test(text);
}

/** scrypt cost: tens of milliseconds per guess, against brute force on published hashes of short secrets. */
const MAX_COST = 16_384;
/** Lowest cost: more than a millisecond per guess. */
const MIN_COST = 512;
/** Number of values of one resource that are hashed at the highest cost. */
const MAX_VALUES_AT_MAX_COST = 32;
const HASH_BYTES = 32;

/**
 * Hashes a value that may be a secret. Equal values at the same place have equal hashes.
 * @param place - address and attribute, used as salt; a reused secret has a different hash in another place
 * @param count - number of hidden values of the resource; many have a lower cost, so that they take seconds
 */
export function hashSecret(value: string, place: string, count: number): string {
  let cost = MAX_COST;
  while (cost > MIN_COST && (count * cost) / MAX_COST > MAX_VALUES_AT_MAX_COST) cost /= 2;
  return `scrypt:${scryptSync(value, place, HASH_BYTES, { N: cost }).toString("hex")}`;
}
