import type { Arns } from "../arn";
import { LogStream } from "./log-stream";

export interface LogGroup {
  readonly logGroupName: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  readonly streams: ReadonlyMap<string, LogStream>;
}

interface OwnGroup extends LogGroup {
  readonly streams: Map<string, LogStream>;
}

/** Log groups with their streams, kept in memory until the endpoint is closed. */
export class LogStore {
  private readonly byName = new Map<string, OwnGroup>();
  private lastSequence = 0;

  constructor(readonly arns: Pick<Arns, "logGroup" | "logStream">) {}

  /** Creates an empty stream and its group unless they exist. */
  open(logGroupName: string, logStreamName: string, createdAt: number): LogStream {
    const group = this.byName.get(logGroupName) ?? { logGroupName, createdAt, streams: new Map<string, LogStream>() };
    this.byName.set(logGroupName, group);
    const stream = group.streams.get(logStreamName) ?? this.createStream(logStreamName, createdAt);
    group.streams.set(logStreamName, stream);
    return stream;
  }

  findStream(logGroupName: string, logStreamName: string): LogStream | undefined {
    return this.byName.get(logGroupName)?.streams.get(logStreamName);
  }

  findGroup(logGroupName: string): LogGroup | undefined {
    return this.byName.get(logGroupName);
  }

  /** Groups in alphabetical order. */
  groups(): LogGroup[] {
    return [...this.byName.values()].sort((one, other) => (one.logGroupName < other.logGroupName ? -1 : 1));
  }

  private createStream(logStreamName: string, createdAt: number): LogStream {
    return new LogStream(logStreamName, createdAt, () => {
      this.lastSequence += 1;
      return this.lastSequence;
    });
  }
}
