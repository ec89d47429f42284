import { InvalidArgumentError } from "commander";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Maximum duration: a day, in seconds. */
const LONGEST_SECONDS = 86_400;

/** Parses `90s`, `15m` or `2h`. @returns seconds, from 1 to 86,400 */
export function parseDuration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds >= 1 && seconds <= LONGEST_SECONDS) return seconds;
  throw new InvalidArgumentError("It must be a number with s, m or h, from 1s to 24h, like 15m.");
}
