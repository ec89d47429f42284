import { setTimeout } from "node:timers/promises";

/**
 * Looks again and again until `find` finds something, or what it asks is true.
 * @param what - for the message of the error
 * @param atMostMs - real milliseconds; many, because a busy machine is slow, not wrong
 * @throws Error when it never does
 */
export async function waitUntil<Found>(
  what: string,
  find: () => Promise<Found | false | undefined> | Found | false | undefined,
  atMostMs = 45_000,
  everyMs = 50,
): Promise<Found> {
  const deadline = performance.now() + atMostMs;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited ${atMostMs} ms in vain until ${what}`);
    await setTimeout(everyMs);
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
