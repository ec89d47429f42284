import type { Job } from "./job";

/** Jobs ordered by sequence number. Appending, removing and finding a position use binary search. */
export class JobIndex {
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
