import { LogStream } from "./log-stream";

/** Log groups with their streams, kept in memory until the endpoint is closed. */
export class LogStore {
  private readonly groups = new Map<string, Map<string, LogStream>>();

  /** Creates an empty stream and its group unless they exist. */
  open(logGroupName: string, logStreamName: string, createdAt: number): LogStream {
    const group = this.groups.get(logGroupName) ?? new Map<string, LogStream>();
    this.groups.set(logGroupName, group);
    const stream = group.get(logStreamName) ?? new LogStream(logStreamName, createdAt);
    group.set(logStreamName, stream);
    return stream;
  }

  findStream(logGroupName: string, logStreamName: string): LogStream | undefined {
    return this.groups.get(logGroupName)?.get(logStreamName);
  }

  findGroup(logGroupName: string): readonly LogStream[] | undefined {
    const group = this.groups.get(logGroupName);
    return group === undefined ? undefined : [...group.values()];
  }
}
