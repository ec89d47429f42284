import type { RandomSource } from "local-aws";
import { MAX_HISTORY_EVENTS, EVENTS_PER_POLL, nextWaitSeconds } from "../../workflow/pacing";

/** Polling schedule of a client. */
export interface Pacing {
  readonly name: string;
  /** wait_time; only for polling on Step Functions. */
  readonly waitTimeSeconds?: number;
  /** Waits before each poll, in seconds; the first one starts at submission. */
  waits(random: RandomSource): Generator<number, never>;
  /** Whether the waits are deterministic. @default false */
  readonly isFixed?: boolean;
  /** Number of polls after which polling ends, even if the job is running. @default none */
  readonly maxPolls?: number;
}

export const OURS = "ours";
export const SAMPLE = "AWS's sample";

/** Pacing of this project. The first wait is derived from the job ID, so it is random. */
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

/** Pacing of AWS's sample: a constant wait until the history is full. The states outside the loop take 12 events. */
export const makeSample = (waitTimeSeconds: number): Pacing => ({
  name: SAMPLE,
  waitTimeSeconds,
  waits: () => repeat(waitTimeSeconds),
  isFixed: true,
  maxPolls: Math.floor((MAX_HISTORY_EVENTS - 12) / EVENTS_PER_POLL),
});

/** Pacings of other tools that wait for AWS Batch jobs, according to their source code. */
export const PEERS: readonly Pacing[] = [
  {
    // BatchClientHook.exponential_delay: 1 + (0.6 n)^2 s, at most 600 s, multiplied by a random factor from 1/3 to 1.
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
    // AwsBatchAsyncBackendJobExecutionActor.pollBackOff: 1 s, times 1.1, at most 300 s, randomized by up to 50 %.
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
