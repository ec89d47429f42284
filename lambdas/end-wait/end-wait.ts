import type { Log, Pause } from "../shared/services";
import { describeEvent, type EndWaitEvent } from "./end-wait-event";
import type { TaskApi } from "./task-api";
import type { StoredWait, WaitTable } from "./wait-table";

interface Services {
  readonly waits: WaitTable;
  readonly tasks: TaskApi;
  readonly log: Log;
  readonly pause: Pause;
}

/**
 * Pauses between the looks for a wait, in milliseconds. An event can arrive between a look at the job and the wait
 * that follows it.
 */
const LOOK_PAUSES_MS = [500, 1_000, 2_000, 4_000];

/**
 * Ends the waits for a job that has changed. The execution then looks at the job: the event itself decides nothing,
 * and an execution that this function does not find looks at the end of its wait.
 * @throws Error when a call fails; Lambda then invokes the function again
 */
export async function endWait(services: Services, event: EndWaitEvent): Promise<void> {
  const { jobId, status } = event.detail;
  services.log.info(describeEvent(event));
  const output = JSON.stringify({ jobId, status });
  for (const pauseMs of isChild(jobId) ? [] : LOOK_PAUSES_MS) {
    if (await endWaits(services, jobId, output)) return;
    await services.pause(pauseMs);
  }
  if (!(await endWaits(services, jobId, output)))
    services.log.info({ message: "no execution waits for the job", jobId });
}

/** Returns whether the job is a child of an array or a node: few are watched, and an array has up to 10,000. */
const isChild = (jobId: string): boolean => /[:#]/u.test(jobId);

/** @returns whether an execution waited for the job, and all waits have ended */
async function endWaits(services: Services, jobId: string, output: string): Promise<boolean> {
  const waits = await services.waits.findWaits(jobId);
  const ended = await Promise.all(waits.map((wait) => endOne(services, wait, output)));
  return ended.length > 0 && ended.every((isEnded) => isEnded);
}

async function endOne({ waits, tasks, log }: Services, wait: StoredWait, output: string): Promise<boolean> {
  const isEnded = await tasks.sendTaskSuccess(wait.taskToken, output);
  const { jobId, executionArn } = wait;
  log.info({ message: isEnded ? "ended the wait" : "the wait had ended", jobId, executionArn });
  await waits.deleteWait(wait);
  return isEnded;
}
