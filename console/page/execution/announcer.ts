import type { ExecutionModel } from "../../model/execution-model";

/** Announces changes of the job status, and the end of the execution, to screen readers. */
export function createAnnouncer(announce: (message: string) => void): (model: ExecutionModel) => void {
  let last: string | undefined;
  return ({ end, progress }) => {
    const message = end === undefined ? describeJob(progress.jobStatus) : `Execution ended: ${end.status}`;
    if (message === last) return;
    // The initial status is visible on the page already.
    if (last !== undefined) announce(message);
    last = message;
  };
}

const describeJob = (status: string | undefined): string => (status === undefined ? "" : `Job status: ${status}`);
