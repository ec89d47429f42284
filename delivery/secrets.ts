/** Names of what is kept secret; a word like `key` in the middle is enough. */
const SECRET_NAME =
  /secret|token|passw|pwd|passphrase|credential|key|dsn|connection_?string|(?:^|[_-])(?:pass|pin|otp|webhook(?:[_-]ur[il])?)$/i;

/** Texts that are secrets by their looks, whatever they are called. */
const SECRET_TEXTS = [
  // AWS access keys, and what has the length and the mixture of letters of their secret halves.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /(?<![A-Za-z0-9/+=_-])(?=[A-Za-z/+]*\d)(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/,
  /\b(?:gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|xapp-|[rs]k[-_]|npm_|hf_|AIza|SG\.|hv[bs]\.|ya29\.|dp\.[a-z]+\.)[A-Za-z0-9_.-]{16,}/,
  /\b(?:FwoG|IQoJ)[A-Za-z0-9/+=]{12,}/,
  /\bAGE-SECRET-KEY-1/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/|\.webhook\.office\.com\//,
  // Who has a signed address, or a header of HTTP, needs nothing else.
  /[?&](?:sig|x-amz-signature|x-goog-signature)=[^\s&]/i,
  /\b(?:Bearer|Basic) (?=\S*[\d=])[A-Za-z0-9_.~+/=-]{12,}/,
  /\bcurl\b.*\s(?:-u|--user)[\s=]*[^\s:]+:\S/,
  // scheme://user:password@host
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
];

/** `password=...` or `"apiKey": "..."` inside a longer text, like a connection string. */
const SECRET_ASSIGNMENT =
  /(?:secret|token|passw(?:or)?d|pwd|passphrase|credentials?|(?:api|access|account|private|secret)[_-]?key)["']?\s*[=:]\s*["']?[^\s"'=:]/i;

/** `--token ...` inside a command. */
const SECRET_ARGUMENT = /(?:^|\s)--?[\w-]*(?:secret|token|passw|pwd|passphrase|credential|key)[\w-]*\s+[^\s-]/i;

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[\w./:*?+=,@${}-]+$/;

/** What the values of an environment map may be to be shown: nobody's secret looks like that. */
const HARMLESS_SETTING =
  /^(?:true|false|yes|no|on|off|debug|info|warn|warning|error|trace|\d{1,9}|[a-z]{2}(?:-[a-z]+)+-\d)$/i;

/** A name with `:` or `.` is a condition key of IAM, like `token.actions.githubusercontent.com:sub`: to be reviewed. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !/[:.]/.test(name);
}

export function isSecretText(text: string): boolean {
  if (SECRET_TEXTS.some((pattern) => pattern.test(text)) || SECRET_ARGUMENT.test(text)) return true;
  return !isArn(text) && SECRET_ASSIGNMENT.test(text);
}

/** An option whose value is the next word of a command, like `--password`. */
export function isSecretOption(text: string): boolean {
  return /^--?[\w-]+$/.test(text) && isSecretName(text);
}

/** Whether the value of a setting can be shown: only few can, since a secret may be a plain word. */
export function isHarmlessSetting(text: string): boolean {
  return !isSecretText(text) && (HARMLESS_SETTING.test(text) || isArn(text));
}

export function isArn(text: string): boolean {
  return ARN.test(text);
}
