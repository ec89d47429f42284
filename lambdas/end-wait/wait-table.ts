import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateQuery,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";

/** Wait of an execution for an event of its job. */
export interface StoredWait {
  readonly jobId: string;
  readonly executionArn: string;
  readonly taskToken: string;
}

/** Table in which the state machine stores its waits: partition key `jobId`, sort key `executionArn`. */
export interface WaitTable {
  /**
   * Returns the waits for a job: one for each execution. Reads are strongly consistent. A page of 1 MB has room for
   * about 400 waits with the longest task token.
   */
  findWaits(jobId: string): Promise<StoredWait[]>;
  /** Deletes a wait, unless the execution has begun another one. */
  deleteWait(wait: StoredWait): Promise<void>;
}

export function createWaitTable(client: DynamoDBClient, tableName: string): WaitTable {
  return {
    async findWaits(jobId) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: "jobId = :jobId",
          ExpressionAttributeValues: { ":jobId": { S: jobId } },
        },
      );
      const waits: StoredWait[] = [];
      for await (const { Items = [] } of pages) waits.push(...Items.map(readWait));
      return waits;
    },
    async deleteWait({ jobId, executionArn, taskToken }) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: { jobId: { S: jobId }, executionArn: { S: executionArn } },
            ConditionExpression: "taskToken = :taskToken",
            ExpressionAttributeValues: { ":taskToken": { S: taskToken } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

const readWait = ({ jobId, executionArn, taskToken }: Record<string, AttributeValue>): StoredWait => ({
  jobId: String(jobId?.S),
  executionArn: String(executionArn?.S),
  taskToken: String(taskToken?.S),
});
