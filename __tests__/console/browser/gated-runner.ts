import type { JobExit, JobProcess, JobRun, JobRunner } from "../../../local/batch/runner/runner";

/** Runs no process: each job goes on until the test says how it ends. */
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

  /** Waits until the job runs, and ends it. */
  async finish(jobName: string, exitCode: number): Promise<void> {
    while (!this.ends.has(jobName)) await new Promise((resolve) => setTimeout(resolve, 20));
    this.ends.get(jobName)?.({ exitCode });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
