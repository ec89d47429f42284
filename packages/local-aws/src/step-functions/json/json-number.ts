/**
 * Number whose text JavaScript would change, such as `0.0` or an integer of 20 digits. Step Functions returns such
 * numbers as they were written.
 */
export class JsonNumber {
  constructor(readonly text: string) {
    created.any = true;
  }

  get value(): number {
    return Number(this.text);
  }

  /** Returns the nearest number, for a JSON text that is not written by `stringifyExactly`. */
  toJSON(): number {
    return this.value;
  }
}

/** Whether this process has created a JsonNumber. Until then, JSON.stringify and JSON.parse suffice. */
const created = { any: false };

/** Prefix of the texts that stand for a JsonNumber inside this file. It is unlikely to occur in data. */
const MARK = `number-${crypto.randomUUID()}:`;
/** Matches every text with a number that JavaScript would change, and some others. */
const MAY_CHANGE = /\d{16}|\.\d*0(?!\d)|\d[eE]|0\.000000/u;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, "gu");

/** Parses a JSON text. @throws SyntaxError if `text` is not JSON */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!MAY_CHANGE.test(text)) return value;
  const marked = text.replaceAll(TOKEN, (token) => {
    if (token.startsWith('"') || token === "-0" || String(Number(token)) === token) return token;
    return `"${MARK}${token}"`;
  });
  return marked === text ? value : JSON.parse(marked, revive);
}

const revive = (_: string, value: unknown): unknown =>
  typeof value === "string" && value.startsWith(MARK) ? new JsonNumber(value.slice(MARK.length)) : value;

/** Returns the compact JSON text of a value, with the digits of every JsonNumber. */
export function stringifyExactly(value: unknown): string {
  if (!created.any) return JSON.stringify(value);
  return JSON.stringify(value, mark).replaceAll(MARKED, "$1");
}

function mark(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : value;
  return original instanceof JsonNumber ? `${MARK}${original.text}` : value;
}

/** Returns a copy in which every JsonNumber is the nearest number. */
export function withPlainNumbers(value: unknown): unknown {
  return created.any && typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value;
}
