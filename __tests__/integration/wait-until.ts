import { setTimeout } from "node:timers/promises";

/** How often a condition is looked at, in milliseconds. */
const EVERY_MS = 50;

/**
 * Looks again and again until `find` finds something.
 * @param what - for the message of the error
 * @param atMostMs - real milliseconds; many, because a busy machine is slow, not wrong
 * @throws Error when it never does
 */
export async function waitUntil<Found>(
  what: string,
  find: () => Promise<Found | undefined> | Found | undefined,
  atMostMs = 45_000,
): Promise<Found> {
  const deadline = performance.now() + atMostMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited ${atMostMs} ms in vain until ${what}`);
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
