import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from "@aws-sdk/client-sfn";

/** Part of an execution that the cleanup reads. */
export interface Execution {
  readonly status: string | undefined;
  /** JSON text. */
  readonly input: string | undefined;
  /** Number of redrives. */
  readonly redriveCount: number;
}

/** The call to Step Functions that the function makes. */
export interface ExecutionApi {
  /**
   * @returns undefined when there is no such execution; Step Functions forgets one 90 days after its end
   * @throws Error that names the execution
   */
  describeExecution(executionArn: string): Promise<Execution | undefined>;
}

export function createExecutionApi(client: SFNClient): ExecutionApi {
  return {
    async describeExecution(executionArn) {
      try {
        const { status, input, redriveCount } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return { status, input, redriveCount: redriveCount ?? 0 };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw new Error(`DescribeExecution on ${executionArn}: ${String(error)}`, { cause: error });
      }
    },
  };
}
