import { InvalidArgumentError } from "commander";

/** Longest pause between two checks of a job, in seconds, as in the input. */
const MAX_WAIT_TIME_SECONDS = 86_400;

function parseInteger(text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It must be an integer from ${min} to ${max}.`);
}

/** 0 stands for any free port. */
export const parsePort = (text: string): number => parseInteger(text, 0, 65_535);

export const parseWaitTime = (text: string): number => parseInteger(text, 1, MAX_WAIT_TIME_SECONDS);

/** Entries of a list; 1,000 is ListExecutions' own limit. */
export const parseLimit = (text: string): number => parseInteger(text, 1, 1_000);

/** How many seconds pass for the endpoints in one real second. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() !== "" && speed >= 0.01 && speed <= 100_000) return speed;
  throw new InvalidArgumentError("It must be a number from 0.01 to 100000.");
}

/** Waves that a workflow has jobs for. */
export const parseWaveLimit = (text: string): number => parseInteger(text, 1, 20);

/** Seconds of the units that --run-time takes. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Longest execution of a standard workflow, in seconds. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_RUN_TIME_SECONDS = 31_536_000;

/** Reads `90s`, `15m`, `24h` or `7d`. @returns seconds, from 1 to a year */
export function parseRunTime(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds >= 1 && seconds <= MAX_RUN_TIME_SECONDS) return seconds;
  throw new InvalidArgumentError("It must be a number with s, m, h or d, from 1s to 365d, like 24h.");
}
