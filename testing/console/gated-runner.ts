import type { JobExit, JobProcess, JobRun, JobRunner } from "local-aws";

/** Job runner without processes. Each job runs until the test calls `finish`. */
export class GatedRunner implements JobRunner {
  readonly maxRunning = Number.POSITIVE_INFINITY;
  private readonly ends = new Map<string, (exit: JobExit) => void>();

  start({ jobName }: JobRun, onLogLine: (line: string) => void): Promise<JobProcess> {
    onLogLine(`${jobName} has started`);
    const exit = new Promise<JobExit>((resolve) => {
      this.ends.set(jobName, resolve);
    });
    return Promise.resolve({
      exit,
      stop: () => {
        this.ends.get(jobName)?.({ exitCode: 143 });
      },
    });
  }

  /** Waits until the job is running, then ends it. */
  async finish(jobName: string, exitCode: number): Promise<void> {
    while (!this.ends.has(jobName)) await new Promise((resolve) => setTimeout(resolve, 20));
    this.ends.get(jobName)?.({ exitCode });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
