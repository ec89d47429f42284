import type { RandomSource } from "../../local/step-functions/random-source";
import { MAX_HISTORY_EVENTS, EVENTS_PER_POLL, nextWaitSeconds } from "../../workflow/pacing";

/** How a watcher spaces its looks at a job. */
export interface Pacing {
  readonly name: string;
  /** Only where polling runs on Step Functions. */
  readonly waitTimeSeconds?: number;
  /** Pauses before the first look and before each later one, in seconds, from the submission on. */
  waits(random: RandomSource): Generator<number, never>;
  /** Whether the pauses are the same every time. @default false */
  readonly isFixed?: boolean;
  /** Looks after which the watcher is ended, whether the job is or not. @default none */
  readonly maxPolls?: number;
}

export const OURS = "ours";
export const SAMPLE = "AWS's sample";

/** Ours: the first wait is as random as job IDs are. */
export const makeOurs = (waitTimeSeconds: number): Pacing => ({
  name: OURS,
  waitTimeSeconds,
  *waits(random) {
    let ageSeconds = 1 + Math.floor(random.next() * waitTimeSeconds);
    yield ageSeconds;
    for (let polls = 1; ; polls += 1) {
      const waitSeconds = nextWaitSeconds(waitTimeSeconds, ageSeconds, { polls, retries: 0 });
      yield waitSeconds;
      ageSeconds += waitSeconds;
    }
  },
});

/** The sample: one pause for ever, until the history is full; what comes before and after the loop takes 12 events. */
export const makeSample = (waitTimeSeconds: number): Pacing => ({
  name: SAMPLE,
  waitTimeSeconds,
  waits: () => repeat(waitTimeSeconds),
  isFixed: true,
  maxPolls: Math.floor((MAX_HISTORY_EVENTS - 12) / EVENTS_PER_POLL),
});

/** What other tools do that wait for AWS Batch, as their sources say. */
export const PEERS: readonly Pacing[] = [
  {
    // BatchClientHook.exponential_delay: 1 + (0.6 n)^2 s, at most 600, and of that a random part of a third or more.
    name: "Airflow",
    *waits(random) {
      yield 0;
      for (let tries = 1; ; tries += 1) {
        const longest = Math.min(600, 1 + (tries * 0.6) ** 2);
        yield longest / 3 + random.next() * longest * (2 / 3);
      }
    },
  },
  {
    // AwsBatchAsyncBackendJobExecutionActor.pollBackOff: 1 s, times 1.1, at most 300, half more or less at random.
    name: "Cromwell",
    *waits(random) {
      for (let seconds = 1; ; seconds = Math.min(300, seconds * 1.1)) yield seconds * (0.5 + random.next());
    },
  },
  // AwsBatchExecutor.createTaskMonitor, and POLL_TIME of luigi.contrib.batch: both 10 s.
  { name: "Nextflow, Luigi", waits: () => repeat(10), isFixed: true },
];

function* repeat(seconds: number): Generator<number, never> {
  for (;;) yield seconds;
}
