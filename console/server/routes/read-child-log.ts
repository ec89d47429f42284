import { HttpError } from "../http-reply";
import { findStreams, type FoundStreams } from "../../log/find-streams";
import { makeNote } from "../../log/log-entry";
import type { LogSource } from "../../log/log-source";
import { StreamReader } from "../../log/stream-reader";
import type { EarlierLog } from "../../api/replies";

/** Number of last events of a child's log. */
const TAIL_EVENTS = 1_000;

/** Finds the log streams of a child of an array job. @param index - text of the query string */
export async function findChildStreams(
  source: LogSource,
  jobId: string | undefined,
  index: string,
  abortSignal: AbortSignal,
): Promise<FoundStreams> {
  if (jobId === undefined || !/^\d{1,5}$/.test(index))
    throw new HttpError(400, `child must be the index of a child of the execution's job, got ${JSON.stringify(index)}`);
  const job = await source.describeJob(`${jobId}:${index}`, abortSignal);
  if (job === undefined) throw new HttpError(404, `AWS Batch has no job ${jobId}:${index}`);
  return findStreams(job);
}

/** Reads the last lines of the last attempt of a job. */
export async function readLogTail(
  source: LogSource,
  { streams, reason }: FoundStreams,
  abortSignal: AbortSignal,
): Promise<EarlierLog> {
  const place = streams.at(-1);
  if (place === undefined) return { entries: [makeNote(reason ?? "no log yet")], hasMore: false };
  const { entries } = await new StreamReader(source, place, TAIL_EVENTS).read(abortSignal);
  return { entries: [...entries], hasMore: entries.length > TAIL_EVENTS };
}
