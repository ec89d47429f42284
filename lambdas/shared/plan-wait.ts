import { MAX_PLAIN_WAIT_SECONDS } from "../../workflow/pacing";
import type { JobWatch } from "../../workflow/result/job-watch";

/** Wait after an event that came before the job's end is visible, in seconds. The following ones double. */
const WOKEN_WAIT_SECONDS = 10;
/** Waits that events may end too early; the later waits are plain, because the history is limited. */
const MAX_FALSE_WAKES = 20;
/** Time for which the table keeps a wait beyond its end, in seconds. */
const KEPT_SECONDS = 86_400;

/** End of a wait for an event: the job has ended, the job blocks its queue, the time is over, or an error. */
export type WaitEnd = "event" | "blocked" | "timeout" | "failure";

type WaitState = Pick<
  JobWatch,
  "integration" | "waitSeconds" | "eventWait" | "failedWaits" | "falseWakes" | "wokenWaitSeconds" | "misconfiguredPolls"
>;

/**
 * Decides whether an event can end the next wait. After an event the next looks come soon, because DescribeJobs may
 * lag behind it. After the event of a blocked queue only one does, because capacity may be missing for hours. A
 * misconfiguration is confirmed 10 s later. A second event does not shorten this wait, because the misconfiguration
 * may be fixed at once. A wait that could not be stored is followed by plain ones, of a minute each at first.
 * @param nowMs - milliseconds since 1970
 * @param ended - how the last wait for an event ended; undefined without one
 */
export function planWait<Watch extends WaitState>(watch: Watch, nowMs: number, ended?: WaitEnd): Watch {
  if (watch.integration === "poll") return watch;
  const falseWakes = watch.falseWakes + (ended === "event" || ended === "blocked" ? 1 : 0);
  const failedWaits = countFailedWaits(watch, ended);
  const isTrusted = falseWakes <= MAX_FALSE_WAKES;
  const wokenWaitSeconds = ended === "event" && isTrusted ? WOKEN_WAIT_SECONDS : findNextWokenWait(watch);
  const isConfirming = watch.misconfiguredPolls > 0 || (ended === "blocked" && isTrusted);
  const waitSeconds = Math.min(
    watch.waitSeconds,
    wokenWaitSeconds ?? Infinity,
    isConfirming ? WOKEN_WAIT_SECONDS : Infinity,
    ended === "failure" ? MAX_PLAIN_WAIT_SECONDS * 2 ** (failedWaits - 1) : Infinity,
  );
  const isPlain = ended === "failure" || waitSeconds <= MAX_PLAIN_WAIT_SECONDS || !isTrusted;
  return {
    ...watch,
    waitSeconds,
    falseWakes,
    failedWaits,
    wokenWaitSeconds,
    eventWait: isPlain ? null : { expiresAt: String(Math.ceil(nowMs / 1_000 + waitSeconds) + KEPT_SECONDS) },
  };
}

/** Doubles the wait after an event until it is as long as any other. */
function findNextWokenWait({ wokenWaitSeconds, waitSeconds }: WaitState): number | null {
  if (wokenWaitSeconds === null) return null;
  return 2 * wokenWaitSeconds < waitSeconds ? 2 * wokenWaitSeconds : null;
}

function countFailedWaits({ failedWaits }: WaitState, ended: WaitEnd | undefined): number {
  if (ended === "failure") return failedWaits + 1;
  return ended === undefined ? failedWaits : 0;
}
