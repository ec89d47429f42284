import type { Clock } from "../../clock";
import { isTerminal, type Job, type JobStatus } from "./job";
import type { JobQueue } from "../resources/job-queue";

/** Status change of a job. */
export interface JobStateChange {
  readonly jobId: string;
  readonly jobName: string;
  readonly jobQueueArn: string;
  readonly status: JobStatus;
  readonly statusReason: string | undefined;
  /** Time on the clock of the endpoint, in milliseconds since 1970. */
  readonly atMs: number;
}

interface QueueIndex {
  readonly all: JobIndex;
  readonly byStatus: Map<JobStatus, JobIndex>;
  readonly byName: Map<string, JobIndex>;
}

/**
 * All jobs until the endpoint closes, indexed by ID, and by queue with status or name. Every status change goes
 * through it.
 */
export class JobStore {
  private readonly byId = new Map<string, Job>();
  private readonly byQueue = new Map<string, QueueIndex>();
  private lastSequence = 0;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: (change: JobStateChange, job: Job, previous: JobStatus | undefined) => void,
  ) {}

  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }

  add(job: Job): void {
    this.byId.set(job.jobId, job);
    const { child } = job;
    if (child === undefined) {
      const index = this.indexOf(job.queue);
      index.all.add(job);
      entry(index.byStatus, job.status).add(job);
      entry(index.byName, job.jobName.toLowerCase()).add(job);
    } else this.count(child.parent, job.status, 1);
    this.notify(job, undefined);
  }

  find(jobId: string): Job | undefined {
    return this.byId.get(jobId);
  }

  all(): Iterable<Job> {
    return this.byId.values();
  }

  /** Jobs of the queue without children of array jobs, newest first. */
  ofQueue(queue: JobQueue): JobIndex {
    return this.indexOf(queue).all;
  }

  ofStatus(queue: JobQueue, status: JobStatus): JobIndex {
    return entry(this.indexOf(queue).byStatus, status);
  }

  /** @param jobName - case-insensitive */
  ofName(queue: JobQueue, jobName: string): JobIndex {
    return entry(this.indexOf(queue).byName, jobName.toLowerCase());
  }

  move(job: Job, status: JobStatus, statusReason?: string): void {
    const { child, status: previous } = job;
    if (child === undefined) {
      const { byStatus } = this.indexOf(job.queue);
      entry(byStatus, job.status).remove(job);
      entry(byStatus, status).add(job);
    } else {
      this.count(child.parent, job.status, -1);
      this.count(child.parent, status, 1);
    }
    job.status = status;
    job.statusReason = statusReason;
    if (isTerminal(status)) job.stoppedAt = this.clock.now();
    this.notify(job, previous);
    if (isTerminal(status)) for (const finished of job.onFinished.splice(0)) finished();
  }

  private count(parent: Job, status: JobStatus, change: number): void {
    if (parent.array === undefined) return;
    parent.array.statusSummary[status] += change;
    parent.array.statusSummaryLastUpdatedAt = this.clock.now();
  }

  private indexOf(queue: JobQueue): QueueIndex {
    const found = this.byQueue.get(queue.jobQueueArn);
    if (found !== undefined) return found;
    const created = { all: new JobIndex(), byStatus: new Map(), byName: new Map() };
    this.byQueue.set(queue.jobQueueArn, created);
    return created;
  }

  private notify(job: Job, previous: JobStatus | undefined): void {
    const { jobId, jobName, queue, status, statusReason } = job;
    const atMs = this.clock.now();
    this.onChange({ jobId, jobName, jobQueueArn: queue.jobQueueArn, status, statusReason, atMs }, job, previous);
  }
}

function entry<Key>(map: Map<Key, JobIndex>, key: Key): JobIndex {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = new JobIndex();
  map.set(key, created);
  return created;
}

/** Jobs ordered by sequence number. Appending, removing and finding a position use binary search. */
class JobIndex {
  private readonly jobs: Job[] = [];

  add(job: Job): void {
    this.jobs.splice(this.placeOf(job.sequence), 0, job);
  }

  remove(job: Job): void {
    const place = this.placeOf(job.sequence);
    if (this.jobs[place] === job) this.jobs.splice(place, 1);
  }

  /** @param beforeSequence - returns only jobs with a lower sequence number @default all jobs */
  *newestFirst(beforeSequence = Number.POSITIVE_INFINITY): Generator<Job> {
    for (let place = this.placeOf(beforeSequence) - 1; place >= 0; place -= 1) {
      const job = this.jobs[place];
      if (job !== undefined) yield job;
    }
  }

  /** Index of the first job whose sequence number is at least `sequence`. */
  private placeOf(sequence: number): number {
    let low = 0;
    let high = this.jobs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.jobs[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
