import type { Execution, ExecutionApi } from "../../lambdas/terminate-job/execution-api";

/** In-memory Step Functions with only the added executions. */
export class FakeExecutions implements ExecutionApi {
  /** ARNs of the DescribeExecution calls. */
  readonly asked: string[] = [];
  private readonly executions = new Map<string, Execution>();
  private readonly failures = new Map<string, Error>();

  add(executionArn: string, execution: Partial<Execution>): this {
    this.executions.set(executionArn, { status: "RUNNING", input: undefined, redriveCount: 0, ...execution });
    return this;
  }

  failOn(executionArn: string, error: Error): this {
    this.failures.set(executionArn, error);
    return this;
  }

  async describeExecution(executionArn: string): Promise<Execution | undefined> {
    this.asked.push(executionArn);
    const failure = this.failures.get(executionArn);
    if (failure !== undefined) throw failure;
    return Promise.resolve(this.executions.get(executionArn));
  }
}
