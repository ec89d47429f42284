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
