/**
 * Significant digits to which JSONata rounds a number that it turns into a string.
 * @see https://docs.jsonata.org/string-functions#string
 */
const JSONATA_DIGITS = 15;

/** Largest integer whose digits JSON parsers keep. */
export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/** Rule for numbers in `parameters`: both integrations render the same digits, or refuse the number. */
export const UNRENDERABLE_NUMBER_RULE = `must be given as a string, because it is an integer beyond ${MAX_INTEGER.toLocaleString("en-US")} or has more than ${JSONATA_DIGITS} significant digits`;

/** Whether JavaScript and JSONata turn a number into the same string, with the digits that were given. */
export const isRenderable = (value: number): boolean =>
  Number.isInteger(value) ? Math.abs(value) <= MAX_INTEGER : Number(value.toPrecision(JSONATA_DIGITS)) === value;
