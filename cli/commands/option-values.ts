import { InvalidArgumentError } from "commander";

/** Maximum pause between two polls, in seconds; the same limit as in the input. */
const MAX_WAIT_TIME_SECONDS = 86_400;

/** Limits of the options of `poller run`; wide enough for the largest instance types. */
const MAX_VCPUS = 1_000;
const MIN_MEMORY_MIB = 4;
const MAX_MEMORY_MIB = 100_000_000;

function parseInteger(text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`);
}

/** Parses a port; 0 means any free port. */
export const parsePort = (text: string): number => parseInteger(text, 0, 65_535);

export const parseWaitTime = (text: string): number => parseInteger(text, 1, MAX_WAIT_TIME_SECONDS);

/** Parses an attempt of a job; Batch allows 10. */
export const parseAttempt = (text: string): number => parseInteger(text, 1, 10);

/** Parses the index of a child; an array job has at most 10,000. */
export const parseIndex = (text: string): number => parseInteger(text, 0, 9_999);

/** Parses the number of jobs of a probe. */
export const parseProbeJobs = (text: string): number => parseInteger(text, 1, 100);

/** Parses the maximum number of list entries; 1,000 is the limit of ListExecutions. */
export const parseLimit = (text: string): number => parseInteger(text, 1, 1_000);

/** Parses a speed: the seconds that pass on the endpoints in one real second. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() !== "" && speed >= 0.01 && speed <= 100_000) return speed;
  throw new InvalidArgumentError("It must be a number from 0.01 to 100000.");
}

/** Seconds per unit of --run-time. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/**
 * Maximum duration of a standard workflow execution, in seconds.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_RUN_TIME_SECONDS = 31_536_000;

const RUN_TIME_RULE = "It must be a number with s, m, h or d, from 1s to 365d, like 24h.";

/** Parses `90s`, `15m`, `24h` or `7d`. @returns seconds, from 1 to 31,536,000 (one year) */
export const parseRunTime = (text: string): number => parseLongDuration(text, RUN_TIME_RULE);

function parseLongDuration(text: string, rule: string): number {
  const [, count = "", unit = ""] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds >= 1 && seconds <= MAX_RUN_TIME_SECONDS) return seconds;
  throw new InvalidArgumentError(rule);
}

/** Start of a period: a time, or a duration before now. */
export type Since =
  { readonly kind: "duration"; readonly seconds: number } | { readonly kind: "time"; readonly atMs: number };

/** A date, or a time of a date; without an offset, both are in UTC. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Parses `90s`, `15m`, `24h`, `7d`, `2026-11-22` or `2026-11-22T08:00`. */
export function parseSince(text: string): Since {
  const [time, offset] = DATE.exec(text) ?? [];
  if (time === undefined) return { kind: "duration", seconds: parseLongDuration(text, SINCE_RULE) };
  const atMs = Date.parse(time.includes("T") && offset === undefined ? `${time}Z` : time);
  if (Number.isNaN(atMs)) throw new InvalidArgumentError(SINCE_RULE);
  return { kind: "time", atMs };
}

const SINCE_RULE =
  "It must be a number with s, m, h or d, like 7d, or a date or time in UTC, like 2026-11-22 or 2026-11-22T08:00.";

/** Maximum duration: a day, in seconds. */
const LONGEST_SECONDS = 86_400;

/** Parses `90s`, `15m` or `2h`. @returns seconds, from 1 to 86,400 */
export function parseDuration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds >= 1 && seconds <= LONGEST_SECONDS) return seconds;
  throw new InvalidArgumentError("It must be a number with s, m or h, from 1s to 24h, like 15m.");
}

/**
 * Creates a parser that checks `NAME=VALUE` and adds it to the values of earlier options.
 * @param rule - error message; does not repeat the value, which may be secret
 */
const collectAssignments =
  (rule: string) =>
  (text: string, earlier: readonly string[] = []): readonly string[] => {
    if (/^[^=]+=/.test(text)) return [...earlier, text];
    throw new InvalidArgumentError(rule);
  };

export const collectSecret = collectAssignments(
  "It must be NAME=VALUE, with the name of the secret in the job definition.",
);

export const collectVariable = collectAssignments("It must be NAME=VALUE.");

/** Parses a number of vCPUs, such as 0.25 or 4. Batch checks it against the platform of the job. */
export function parseVcpus(text: string): number {
  const vcpus = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && vcpus >= 0.25 && vcpus <= MAX_VCPUS) return vcpus;
  throw new InvalidArgumentError(`It must be a number from 0.25 to ${MAX_VCPUS}, like 0.5.`);
}

/** Parses an amount of memory in MiB. Batch checks it against the platform of the job. */
export const parseMemoryMiB = (text: string): number => parseInteger(text, MIN_MEMORY_MIB, MAX_MEMORY_MIB);
