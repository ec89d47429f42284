import type { JobExit, JobProcess, JobRun, JobRunner } from "local-aws";

interface WritingJob {
  readonly write: (line: string) => void;
  readonly end: (exit: JobExit) => void;
}

/** Job runner without processes. Jobs write and end when the test says so. */
export class WritingRunner implements JobRunner {
  readonly maxRunning = Number.POSITIVE_INFINITY;
  private readonly jobs = new Map<string, WritingJob>();

  start({ jobName }: JobRun, onLogLine: (line: string) => void): Promise<JobProcess> {
    const exit = new Promise<JobExit>((resolve) => {
      this.jobs.set(jobName, { write: onLogLine, end: resolve });
    });
    return Promise.resolve({
      exit,
      stop: () => {
        this.end(jobName, 143);
      },
    });
  }

  async untilRunning(jobName: string): Promise<void> {
    while (!this.jobs.has(jobName)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  write(jobName: string, ...lines: readonly string[]): void {
    for (const line of lines) this.jobs.get(jobName)?.write(line);
  }

  end(jobName: string, exitCode = 0): void {
    this.jobs.get(jobName)?.end({ exitCode });
  }

  /** Forgets a job, so that the next one with its name can be awaited. */
  forget(jobName: string): void {
    this.jobs.delete(jobName);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
