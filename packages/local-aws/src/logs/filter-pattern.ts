import { LogsApiError } from "./logs-api-error";

/**
 * Parses a filter pattern of terms, and returns whether a message matches: all terms are in the message, none of the
 * terms after `-`, or one of several terms after `?`. A term in double quotes can contain spaces. Case-sensitive.
 * @throws LogsApiError (InvalidParameterException) for JSON, space-delimited and regular-expression patterns, and for
 *   characters that need double quotes. AWS documents that all but letters, digits and underscores do, but accepts
 *   some; those for which its error was published are rejected.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  if (/^\s*[{[%]/.test(pattern)) throw unsupported("JSON, space-delimited and regular-expression patterns", pattern);
  const unquoted = pattern.replaceAll(/"(?:[^"\\]|\\.)*"/g, " ");
  const [character] = /[[\](){}`*\\:,"]/.exec(unquoted) ?? [];
  if (character !== undefined)
    throw new LogsApiError("InvalidParameterException", `Invalid character(s) in term '${character}'`);
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, mark = "", quoted, word = ""]) => ({
      mark,
      text: quoted?.replaceAll(/\\(.)/g, "$1") ?? word,
    }),
  );
  const ofMark = (mark: string): string[] => terms.filter((term) => term.mark === mark).map(({ text }) => text);
  const [required, excluded, optional] = [ofMark(""), ofMark("-"), ofMark("?")];
  if (optional.length > 0 && required.length + excluded.length > 0)
    throw unsupported("terms with ? together with other terms", pattern);
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

const unsupported = (kind: string, pattern: string): LogsApiError =>
  new LogsApiError("InvalidParameterException", `local CloudWatch Logs does not support ${kind}, got ${pattern}`);
