import { waitFor } from "../../wait-for";
import { finishParent, createChildren } from "./array-job";
import { runAttempt, type AttemptRunnerParts } from "./attempt-runner";
import { Capacity } from "./capacity";
import { awaitDependencies } from "./dependencies";
import { isTerminal, StopRequest, type Job } from "./job";
import { canceledByTimeLimit, DEPENDENCY_FAILED } from "./job-texts";
import { findBlockage, findTimeLimit, type Blockage } from "./placement";
import { shouldRetry } from "./retry";

/** Moves jobs through their states: SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, then SUCCEEDED or FAILED. */
export class JobEngine {
  private readonly capacity: Capacity;
  private readonly lifeCycles = new Set<Promise<void>>();

  constructor(private readonly parts: AttemptRunnerParts) {
    this.capacity = new Capacity(parts.runner.maxRunning);
  }

  /** Starts the life cycle of a job that was just added. */
  start(job: Job): void {
    this.track(this.run(job));
  }

  /**
   * Implements TerminateJob: ends a job in any state. A started job receives SIGTERM and, 30 s later, SIGKILL. A job
   * that has ended does not change. For an array job, ends all children that have not ended.
   */
  terminate(job: Job, reason: string): void {
    if (isTerminal(job.status)) return;
    job.isTerminated = true;
    for (const child of job.array?.children ?? []) this.terminate(child, reason);
    if (job.array !== undefined) job.cancelReason = reason;
    if (!hasChildren(job)) job.stop.abort(new StopRequest(reason));
  }

  /**
   * Implements CancelJob: ends a SUBMITTED or PENDING job immediately, and a RUNNABLE job when it reaches the head of
   * its queue. A started job keeps running.
   */
  cancel(job: Job, reason: string): void {
    if (job.status !== "SUBMITTED" && job.status !== "PENDING" && job.status !== "RUNNABLE") return;
    job.isCancelled = true;
    job.cancelReason = reason;
    for (const child of job.array?.children ?? []) this.cancel(child, reason);
    // A job that is stuck with a reason is already at the head of its queue.
    const awaitsTurn = job.status === "RUNNABLE" && job.statusReason === undefined;
    if (!awaitsTurn && !hasChildren(job)) job.stop.abort(new StopRequest(reason));
  }

  /** Ends every job without changing its status, and waits until all attempts have ended. */
  async close(): Promise<void> {
    for (const job of this.parts.store.all()) if (!isTerminal(job.status)) job.stop.abort(new StopRequest(undefined));
    await this.parts.runner.close();
    await Promise.all(this.lifeCycles);
  }

  private track(lifeCycle: Promise<void>): void {
    this.lifeCycles.add(lifeCycle);
    void lifeCycle.finally(() => this.lifeCycles.delete(lifeCycle));
  }

  private async run(job: Job): Promise<void> {
    const { context, store } = this.parts;
    try {
      if (job.status === "SUBMITTED") {
        await context.clock.sleep(context.times.submittedMs, job.stop.signal);
        store.move(job, "PENDING");
      }
      if (job.array === undefined) await this.runAttempts(job);
      else for (const child of createChildren(job, context, store)) this.start(child);
    } catch (error) {
      if (!(error instanceof StopRequest)) throw error;
      if (error.statusReason !== undefined) this.finish(job, "FAILED", error.statusReason);
    }
  }

  private async runAttempts(job: Job): Promise<void> {
    const { context, store } = this.parts;
    if (job.faults.dependencyFailed || !(await waitFor(awaitDependencies(job, store), job.stop.signal))) {
      this.finish(job, "FAILED", DEPENDENCY_FAILED);
      return;
    }
    await context.clock.sleep(context.times.pendingMs, job.stop.signal);
    for (;;) {
      const outcome = await this.runOneAttempt(job);
      if (outcome === "again") continue;
      this.finish(job, outcome.succeeded ? "SUCCEEDED" : "FAILED", outcome.statusReason);
      return;
    }
  }

  /** Runs one cycle from RUNNABLE to the end of an attempt. */
  private async runOneAttempt(job: Job): Promise<"again" | { succeeded: boolean; statusReason: string }> {
    const { context, store } = this.parts;
    const { signal } = job.stop;
    const blockage = findBlockage(job);
    store.move(job, "RUNNABLE", blockage?.reason);
    if (blockage !== undefined) await this.awaitPlacement(job, blockage);
    await context.clock.sleep(context.times.runnableMs, signal);
    const release = await this.capacity.acquire(signal);
    try {
      if (job.cancelReason !== undefined) return { succeeded: false, statusReason: job.cancelReason };
      store.move(job, "STARTING");
      await context.clock.sleep(context.times.startingMs, signal);
      const outcome = await runAttempt(job, this.parts);
      if (isClosing(signal)) throw signal.reason;
      const attempt = job.attempts.at(-1);
      const again =
        !outcome.succeeded &&
        outcome.retryable &&
        attempt !== undefined &&
        shouldRetry(job.settings.retryStrategy, job.attempts.length, attempt);
      return again ? "again" : outcome;
    } finally {
      release();
    }
  }

  /**
   * Waits until the blocked job can start.
   * @throws StopRequest if the job is stopped, or if the time limit of the queue expires first
   */
  private async awaitPlacement(job: Job, { reason, forSeconds = Infinity }: Blockage): Promise<void> {
    const { context, store } = this.parts;
    const limitSeconds = findTimeLimit(job, reason) ?? Infinity;
    const seconds = Math.min(forSeconds, limitSeconds);
    if (seconds === Infinity) await waitFor(new Promise(() => undefined), job.stop.signal);
    else await context.clock.sleep(seconds * 1000, job.stop.signal);
    if (limitSeconds <= forSeconds) throw new StopRequest(canceledByTimeLimit(reason.split(" ")[0] ?? reason));
    store.move(job, "RUNNABLE");
  }

  private finish(job: Job, status: "SUCCEEDED" | "FAILED", statusReason: string): void {
    const { store } = this.parts;
    store.move(job, status, statusReason);
    if (job.child !== undefined) finishParent(job.child.parent, store);
  }
}

const hasChildren = (job: Job): boolean => (job.array?.children.length ?? 0) > 0;

function isClosing(signal: AbortSignal): boolean {
  const reason: unknown = signal.reason;
  return signal.aborted && reason instanceof StopRequest && reason.statusReason === undefined;
}
