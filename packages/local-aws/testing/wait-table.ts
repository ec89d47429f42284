/** Input of CreateTable for a table of waits: by job, one for each execution that waits for it. */
export const WAIT_TABLE = {
  TableName: "waits",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "jobId", AttributeType: "S" },
    { AttributeName: "executionArn", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "jobId", KeyType: "HASH" },
    { AttributeName: "executionArn", KeyType: "RANGE" },
  ],
};
