import { validationError } from "./api-error";

const MAX_DIGITS = 38;
/** Exponents of the first digit. */
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

/**
 * Parses a number and returns it in the form in which DynamoDB returns it: decimal, without an exponent, and without
 * leading or trailing zeros.
 * @throws DynamoDbError ValidationException if it is not a number, or if its digits or magnitude exceed the limits
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html for the limits
 * @see https://github.com/mhart/dynalite/blob/main/test/putItem.js for the messages, compared with AWS
 */
export function normalizeNumber(text: string): string {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (whole + fraction === "")
    throw validationError(`The parameter cannot be converted to a numeric value${text === "" ? "" : `: ${text}`}`);
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  if (significant.length > MAX_DIGITS)
    throw validationError("Attempting to store more than 38 significant digits in a Number");
  const magnitude = digits.length - 1 - fraction.length + Number(exponent);
  if (magnitude > MAX_EXPONENT)
    throw validationError("Number overflow. Attempting to store a number with magnitude larger than supported range");
  if (magnitude < MIN_EXPONENT)
    throw validationError("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  return (sign === "-" ? "-" : "") + writeDecimal(significant, magnitude);
}

function writeDecimal(digits: string, magnitude: number): string {
  if (magnitude < 0) return `0.${"0".repeat(-magnitude - 1)}${digits}`;
  const whole = digits.slice(0, magnitude + 1).padEnd(magnitude + 1, "0");
  const fraction = digits.slice(magnitude + 1);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** Returns a whole number that orders numbers exactly. @param number - result of {@link normalizeNumber} */
export function scaleNumber(number: string): bigint {
  const [whole = "", fraction = ""] = number.split(".");
  return BigInt(whole + fraction.padEnd(MAX_DIGITS - MIN_EXPONENT, "0"));
}
