import type { Job } from "../../workflow/result/job";
import type { BatchApi } from "../shared/batch-api";
import type { Log, Services } from "../shared/services";
import { formatTerminationReason } from "../shared/submitted-jobs";
import type { ExecutionApi } from "./execution-api";

/** Dependencies of the function. */
export interface CleanupServices extends Services {
  readonly executions: ExecutionApi;
}

/** Result of one invocation. */
export interface CleanupResult {
  /** IDs of the jobs that TerminateJob was called for. */
  readonly terminated: readonly string[];
  /** Number of jobs that were not terminated, by reason. */
  readonly left: Readonly<Record<string, number>>;
}

/** Something could not be looked at or terminated. Lambda calls the function again, and then keeps the event. */
class IncompleteCleanupError extends Error {
  override readonly name = "TerminateJob.Incomplete";

  constructor(failures: readonly string[], result: CleanupResult) {
    super(`${failures.length} failed: ${failures.join("; ")}; done: ${JSON.stringify(result)}`);
  }
}

/** An execution that has ended. */
interface ClosedExecution {
  readonly executionArn: string;
  /** Status, such as ABORTED. */
  readonly status: string;
}

/** Terminates jobs and records the results. Continues after a failure. */
export class Cleanup {
  private readonly terminated: string[] = [];
  private readonly left = new Map<string, number>();
  private readonly failures: string[] = [];

  constructor(
    private readonly batch: BatchApi,
    private readonly log: Log,
  ) {}

  /** Does one thing of several, and keeps its failure for the end. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error({ message: "continues after a failure", error: String(error) });
      this.failures.push(String(error));
    }
  }

  leave(why: string, jobs: number): void {
    this.left.set(why, (this.left.get(why) ?? 0) + jobs);
  }

  /** TerminateJob has no effect on a job that has ended meanwhile, so that doing it twice is harmless. */
  terminate(job: Job & { readonly jobId: string }, { executionArn, status }: ClosedExecution): Promise<void> {
    const reason = formatTerminationReason(status, executionArn, "the execution has ended");
    return this.attempt(async () => {
      await this.batch.terminateJob(job.jobId, reason);
      this.terminated.push(job.jobId);
      this.log.warn({ message: "terminated the job", jobId: job.jobId, was: job.status, reason });
    });
  }

  /** @throws IncompleteCleanupError when something failed */
  conclude(): CleanupResult {
    const result = { terminated: this.terminated, left: Object.fromEntries(this.left) };
    if (this.failures.length > 0) throw new IncompleteCleanupError(this.failures, result);
    this.log.info({ message: "cleaned up", ...result });
    return result;
  }
}
