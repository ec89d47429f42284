import type { JobResult } from "../../workflow/result/job-result";
import { findStreams, findStreamsOfResult } from "./find-streams";
import { makeNote, type LogEntry } from "./log-entry";
import { isAccessDenied, type LogSource } from "./log-source";
import { StreamReader, type LogStreamPlace, type StreamRead } from "./stream-reader";

/** Job whose log is followed, as known from the execution. */
export interface FollowedJob {
  readonly jobId: string | undefined;
  /** Result of the execution; undefined while it is running, or if it has none. */
  readonly result: JobResult | undefined;
  readonly hasEnded: boolean;
}

export interface LogFollowerOptions {
  readonly source: LogSource;
  /** Interval between two DescribeJobs calls, in milliseconds. */
  readonly describeMs: number;
  /** Number of lines to begin with if the job has already started; undefined begins with the first line. */
  readonly tailLines: number | undefined;
}

/** Problems by call. */
const PROBLEMS = {
  describe: "cannot find the log before the job has ended",
  read: "cannot read the log",
} as const;

const NOTHING: StreamRead = { entries: [], isFull: false, atEnd: true };
/** Number of consecutive failures after which a note says so; the SDK already retries each call. */
const FAILURES_TOLERATED = 5;
/** Number of reads without lines after the job's end, until only the end of the execution leads to another read. */
const READS_AFTER_JOB = 3;

/**
 * Follows the log of a job over all its attempts. DescribeJobs gives the log stream of a running attempt, and the
 * result of the execution the streams of all attempts. Never fails: a note reports a log that cannot be read.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #streams: LogStreamPlace[] = [];
  #reader: StreamReader | undefined;
  /** Index of the next stream to read. */
  #next = 0;
  #hasLooked = false;
  #describeAtMs = Number.NEGATIVE_INFINITY;
  /** Whether DescribeJobs can still give new streams. */
  #canDescribe = true;
  #isDenied = false;
  /** Consecutive failures of DescribeJobs and of GetLogEvents. */
  readonly #failures = { describe: 0, read: 0 };
  /** Whether the job was described after the end of an execution without a result. */
  #hasDescribedEnd = false;
  /** Whether the job has ended, according to DescribeJobs. */
  #jobHasEnded = false;
  #readsAfterJob = 0;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  /** Log stream that is being read; undefined before the first one. */
  get place(): LogStreamPlace | undefined {
    return this.#reader?.place;
  }

  /** Log streams of all attempts that are known, oldest first. */
  get streams(): readonly LogStreamPlace[] {
    return this.#streams;
  }

  /**
   * Reads what is new. `atEnd` means that the log has nothing more, for now or, after the job's end, finally.
   * @param nowMs - current time, for the interval between DescribeJobs calls
   */
  async read(job: FollowedJob, nowMs: number, abortSignal: AbortSignal): Promise<StreamRead> {
    if (this.#isDenied) return NOTHING;
    const notes = await this.#findStreams(job, nowMs, abortSignal);
    const begun = this.#begin();
    const read = this.#isResting(job) ? NOTHING : await this.#readStream(abortSignal);
    const isLast = this.#next === this.#streams.length;
    if (read.atEnd && !isLast) this.#reader = undefined;
    if (this.#jobHasEnded) this.#readsAfterJob = read.atEnd ? this.#readsAfterJob + 1 : 0;
    return { ...read, entries: [...notes, ...begun, ...read.entries], atEnd: read.atEnd && isLast };
  }

  /** Skips to the last lines of the log. */
  skipToTail(tailLines: number): void {
    this.#reader?.skipToTail(tailLines);
  }

  async #findStreams(job: FollowedJob, nowMs: number, abortSignal: AbortSignal): Promise<readonly LogEntry[]> {
    if (job.result !== undefined) {
      this.#add(findStreamsOfResult(job.result));
      return [];
    }
    // An execution that was stopped or timed out has no result, so its job is described once more.
    const isDue = job.hasEnded ? !this.#hasDescribedEnd : nowMs >= this.#describeAtMs;
    if (job.jobId === undefined || !this.#canDescribe || this.#jobHasEnded || !isDue) return [];
    this.#describeAtMs = nowMs + this.#options.describeMs;
    this.#hasDescribedEnd = job.hasEnded;
    try {
      const described = await this.#options.source.describeJob(job.jobId, abortSignal);
      this.#failures.describe = 0;
      if (described === undefined) return [];
      const { streams, reason, hasEnded } = findStreams(described);
      this.#add(streams);
      this.#jobHasEnded = hasEnded;
      if (reason === undefined) return [];
      this.#canDescribe = false;
      return [makeNote(reason)];
    } catch (error) {
      if (isAccessDenied(error)) this.#canDescribe = false;
      return this.#report("describe", error, abortSignal);
    }
  }

  #add(streams: readonly LogStreamPlace[]): void {
    const isFirst = !this.#hasLooked;
    this.#hasLooked = true;
    for (const stream of streams)
      if (!this.#streams.some(({ logStream }) => logStream === stream.logStream)) this.#streams.push(stream);
    if (isFirst && this.#options.tailLines !== undefined && this.#streams.length > 0) this.#beginLate();
  }

  /** Begins with the last lines of the last stream. */
  #beginLate(): void {
    const place = this.#streams.at(-1);
    if (place === undefined) return;
    this.#next = this.#streams.length;
    this.#reader = new StreamReader(this.#options.source, place, this.#options.tailLines);
  }

  /** Begins the next stream, if the one before has been read. */
  #begin(): readonly LogEntry[] {
    const place = this.#streams[this.#next];
    if (this.#reader !== undefined || place === undefined) return [];
    this.#reader = new StreamReader(this.#options.source, place, undefined);
    this.#next += 1;
    return this.#next === 1 ? [] : [makeNote(`attempt ${this.#next}:`)];
  }

  #isResting({ hasEnded }: FollowedJob): boolean {
    return !hasEnded && this.#readsAfterJob >= READS_AFTER_JOB;
  }

  async #readStream(abortSignal: AbortSignal): Promise<StreamRead> {
    if (this.#reader === undefined) return NOTHING;
    try {
      const read = await this.#reader.read(abortSignal);
      this.#failures.read = 0;
      return read;
    } catch (error) {
      this.#isDenied = isAccessDenied(error);
      const entries = this.#report("read", error, abortSignal);
      // A failed read says nothing about the end of the log, except that it cannot be reached.
      return { entries, isFull: false, atEnd: this.#isDenied };
    }
  }

  /** Returns a note for a failure that lasts. */
  #report(call: keyof typeof PROBLEMS, error: unknown, { aborted }: AbortSignal): readonly LogEntry[] {
    if (aborted) return [];
    this.#failures[call] += 1;
    if (!isAccessDenied(error) && this.#failures[call] !== FAILURES_TOLERATED) return [];
    return [makeNote(`${PROBLEMS[call]}: ${this.#options.source.explainError(error)}`)];
  }
}
