import { findStreams } from "../../console/log/find-streams";
import type { LogSource } from "../../console/log/log-source";

/** Limits a log to one attempt of a job, starting at 1: the log streams of other attempts count as empty. */
export function selectAttempt(source: LogSource, attempt: number): LogSource {
  let wanted: string | undefined;
  return {
    ...source,
    describeJob: async (jobId, abortSignal) => {
      const job = await source.describeJob(jobId, abortSignal);
      wanted ??= job === undefined ? undefined : findStreams(job).streams[attempt - 1]?.logStream;
      return job;
    },
    getLogEvents: (region, input, abortSignal) =>
      wanted === undefined || input.logStreamName === wanted
        ? source.getLogEvents(region, input, abortSignal)
        : Promise.resolve({ events: [], nextForwardToken: input.nextToken }),
  };
}
