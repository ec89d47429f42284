import type { JobDetail } from "@aws-sdk/client-batch";
import type { GetLogEventsCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import type { LogSource } from "../../../console/log/log-source";

/** Error as the SDK throws it. */
export const awsError = (name: string): Error => Object.assign(new Error(`${name} message`), { name, $metadata: {} });

interface FakeEvent {
  readonly message: string;
  readonly timestamp: number;
}

/** Batch and CloudWatch Logs in memory, with the calls that were made. */
export class FakeLogSource implements LogSource {
  /** Job that DescribeJobs returns. */
  job: JobDetail | undefined;
  /** Events by name of the log stream. A missing stream does not exist. */
  readonly streams = new Map<string, FakeEvent[]>();
  readonly describeCalls: string[] = [];
  readonly logCalls: (GetLogEventsCommandInput & { readonly region: string | undefined })[] = [];
  /** Errors of the next calls; undefined lets the call succeed. */
  describeErrors: (Error | undefined)[] = [];
  logErrors: (Error | undefined)[] = [];
  /** Called before each read. */
  beforeRead: () => void = () => undefined;

  /** Sets a running job with these streams: those of earlier attempts, and that of the current one. */
  run(...streams: readonly string[]): void {
    const container = {
      logStreamName: streams.at(-1),
      logConfiguration: { logDriver: "awslogs" as const, options: { "awslogs-group": "group" } },
    };
    this.job = {
      jobId: "job",
      jobArn: "arn:aws:batch:us-east-1:123456789012:job/job",
      jobName: "job",
      jobQueue: "queue",
      jobDefinition: "definition",
      status: "RUNNING",
      startedAt: 0,
      container,
      attempts: streams.slice(0, -1).map((logStreamName) => ({ container: { logStreamName } })),
    };
  }

  write(stream: string, ...messages: readonly string[]): void {
    const events = this.streams.get(stream) ?? [];
    this.streams.set(stream, events);
    events.push(...messages.map((message, index) => ({ message, timestamp: events.length + index + 1 })));
  }

  describeJob(jobId: string): Promise<JobDetail | undefined> {
    this.describeCalls.push(jobId);
    const error = this.describeErrors.shift();
    return error === undefined ? Promise.resolve(this.job) : Promise.reject(error);
  }

  getLogEvents(region: string | undefined, input: GetLogEventsCommandInput) {
    this.logCalls.push({ ...input, region });
    this.beforeRead();
    const error = this.logErrors.shift();
    if (error !== undefined) return Promise.reject(error);
    const all = this.streams.get(input.logStreamName ?? "");
    if (all === undefined) return Promise.reject(awsError("ResourceNotFoundException"));
    const { nextToken, startFromHead, startTime = 0, limit = 10_000 } = input;
    const later = all.findIndex(({ timestamp }) => timestamp >= startTime);
    const head = later === -1 ? all.length : later;
    const from =
      nextToken === undefined ? (startFromHead === true ? head : Math.max(0, all.length - limit)) : Number(nextToken);
    const events = all.slice(from, from + limit);
    return Promise.resolve({ events, nextForwardToken: String(from + events.length) });
  }

  explainError(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
  }
}
