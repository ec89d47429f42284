import { setTimeout } from "node:timers/promises";

/** How often a condition is looked at, and how long at most, in milliseconds: a busy machine is slow, not wrong. */
const EVERY_MS = 50;
const AT_MOST_MS = 45_000;

/**
 * Looks again and again until `find` finds something.
 * @param what - for the message of the error
 * @throws Error when it never does
 */
export async function waitUntil<Found>(
  what: string,
  find: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const deadline = performance.now() + AT_MOST_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited ${AT_MOST_MS} ms in vain until ${what}`);
    await setTimeout(EVERY_MS);
  }
}

/** Whether there is such a process. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
