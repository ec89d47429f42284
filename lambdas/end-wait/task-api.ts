import {
  InvalidToken,
  SendTaskSuccessCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type SFNClient,
} from "@aws-sdk/client-sfn";

/** The call to Step Functions that ends a wait. */
export interface TaskApi {
  /**
   * @param output - output of the wait, as JSON text
   * @returns whether the execution was still waiting
   */
  sendTaskSuccess(taskToken: string, output: string): Promise<boolean>;
}

export function createTaskApi(client: SFNClient): TaskApi {
  return {
    async sendTaskSuccess(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output }));
        return true;
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
          return false;
        throw error;
      }
    },
  };
}
