import type { ExecutionModel } from "../../model/execution-model";

/** Says what is new in a few words: the job's status when it changes, and the end. */
export function makeAnnouncer(announce: (message: string) => void): (model: ExecutionModel) => void {
  let said: string | undefined;
  return ({ end, progress }) => {
    const news = end === undefined ? describeJob(progress.jobStatus) : `The execution has ended: ${end.status}`;
    if (news === said) return;
    // What was so when the page was opened stands on the page.
    if (said !== undefined) announce(news);
    said = news;
  };
}

const describeJob = (status: string | undefined): string => (status === undefined ? "" : `The job is ${status}`);
