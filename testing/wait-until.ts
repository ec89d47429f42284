import { setTimeout } from "node:timers/promises";

/**
 * Polls until `find` returns a value other than undefined and false.
 * @param what - expected condition, for the error message
 * @param atMostMs - timeout in real milliseconds; long, to allow for slow machines
 * @throws Error after the timeout
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
    if (performance.now() > deadline) throw new Error(`timed out after ${atMostMs} ms waiting until ${what}`);
    await setTimeout(everyMs);
  }
}

/** Whether a process with this ID exists. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
