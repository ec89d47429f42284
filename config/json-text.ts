import { printParseErrorCode, visit } from "jsonc-parser";

/** JSON value, or the problem as the end of "FILE ...", without values of the text. */
type JsonReading = { readonly value: unknown } | { readonly problem: string };

/** Maximum nesting, in levels; other parsers may overflow beyond it. */
const MAX_LEVELS = 100;
/** Maximum length of a number, in characters. A double has at most 17 significant digits. */
const MAX_NUMBER_CHARACTERS = 100;

const SYNTAX_PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: "an unknown word (JSON has true, false and null; strings have double quotes)",
  InvalidNumberFormat: "an invalid number",
  PropertyNameExpected: "a key in double quotes is missing",
  ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  CloseBraceExpected: "a } is missing",
  CloseBracketExpected: "a ] is missing",
  EndOfFileExpected: "there is text after the end of the value",
  InvalidCommentToken: "a comment, which JSON does not have",
  UnexpectedEndOfComment: "a comment, which JSON does not have",
  UnexpectedEndOfString: "a string without closing quote on its line",
  UnexpectedEndOfNumber: "a number that ends too early",
  InvalidUnicode: "an invalid \\u escape",
  InvalidEscapeCharacter: "an invalid escape after \\",
  InvalidCharacter: "a control character in a string, which must be escaped",
};

class JsonProblem extends Error {}

/**
 * Parses JSON and rejects text that JSON.parse would change silently: duplicate keys, digits of numbers and lone
 * surrogates.
 * @returns the value, or the first problem with its line and column
 */
export function readJsonText(text: string): JsonReading {
  if (text.trim() === "") return { problem: "is empty" };
  try {
    checkJson(text);
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: error.message };
    if (error instanceof SyntaxError) return { problem: "is not JSON" };
    throw error;
  }
}

/** @throws JsonProblem for the first problem in `text` */
function checkJson(text: string): void {
  /** Keys of each open object; undefined for an array. */
  const open: Set<string>[] = [];
  const refuse = (what: string | undefined, line: number, column: number): void => {
    if (what !== undefined) throw new JsonProblem(`${what} at line ${line + 1}, column ${column + 1}`);
  };
  const begin = (_offset: number, _length: number, line: number, column: number): void => {
    if (open.push(new Set()) > MAX_LEVELS)
      refuse(`has more than ${MAX_LEVELS} levels of objects and arrays`, line, column);
  };
  const end = (): void => void open.pop();
  visit(
    text,
    {
      onObjectBegin: begin,
      onArrayBegin: begin,
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (key, _offset, _length, line, column) => {
        refuse(findKeyProblem(key, open.at(-1)), line, column);
        open.at(-1)?.add(key);
      },
      onLiteralValue: (value: unknown, offset, length, line, column, path) => {
        const problem = findValueProblem(value, text.slice(offset, offset + length));
        refuse(problem === undefined ? undefined : `${problem}${showPlace(path())}`, line, column);
      },
      onError: (code, _offset, _length, line, column) => {
        refuse(`is not JSON: ${SYNTAX_PROBLEMS[printParseErrorCode(code)] ?? "a syntax error"}`, line, column);
      },
    },
    { disallowComments: true },
  );
}

function findKeyProblem(key: string, others?: ReadonlySet<string>): string | undefined {
  if (hasLoneSurrogate(key)) return "has a key with half of a surrogate pair";
  return others?.has(key) === true ? `has the key ${shorten(key)} twice in one object` : undefined;
}

function findValueProblem(value: unknown, source: string): string | undefined {
  if (typeof value === "string" && hasLoneSurrogate(value)) return "has half of a surrogate pair";
  const losesDigits = typeof value === "number" && !keepsDigits(source);
  return losesDigits ? "has a number that would lose digits (give it as a string)" : undefined;
}

const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);
const shorten = (key: string): string => JSON.stringify(key.length > 50 ? `${key.slice(0, 50)}...` : key);
const showPlace = (path: readonly (string | number)[]): string =>
  path.length === 0 ? "" : `: ${path.map((key) => (typeof key === "string" ? key.slice(0, 50) : key)).join(".")}`;

/** Whether JavaScript keeps the digits of the number, apart from notation: 1.0 and 1 are the same. */
function keepsDigits(source: string): boolean {
  if (source.length > MAX_NUMBER_CHARACTERS) return false;
  return toDecimal(source) === toDecimal(String(Number(source)));
}

/** Significant digits and exponent of a decimal number. */
function toDecimal(source: string): string {
  const [, whole, fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source) ?? [];
  if (whole === undefined) return source;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
