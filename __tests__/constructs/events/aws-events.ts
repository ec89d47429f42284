// cspell:ignore NMKJ
/** S3 event of a new object. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const OBJECT_CREATED = {
  version: "0",
  id: "17793124-05d4-b198-2fde-7ededc63b103",
  "detail-type": "Object Created",
  source: "aws.s3",
  account: "111122223333",
  time: "2021-11-12T00:00:00Z",
  region: "ca-central-1",
  resources: ["arn:aws:s3:::amzn-s3-demo-bucket1"],
  detail: {
    version: "0",
    bucket: { name: "amzn-s3-demo-bucket1" },
    object: {
      key: "example-key",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
      "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      sequencer: "617f08299329d189",
    },
    "request-id": "N4N7GDK58NMKJ12R",
    requester: "123456789012",
    "source-ip-address": "1.2.3.4",
    reason: "PutObject",
  },
};

/**
 * Event of a succeeded execution.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const EXECUTION_SUCCEEDED = {
  version: "0",
  id: "315c1398-40ff-a850-213b-158f73e60175",
  "detail-type": "Step Functions Execution Status Change",
  source: "aws.states",
  account: "123456789012",
  time: "2019-02-26T19:42:21Z",
  region: "us-east-2",
  resources: ["arn:aws:states:us-east-2:123456789012:execution:state-machine-name:execution-name"],
  detail: {
    executionArn: "arn:aws:states:us-east-2:123456789012:execution:state-machine-name:execution-name",
    stateMachineArn: "arn:aws:states:us-east-2:123456789012:stateMachine:state-machine-name",
    name: "execution-name",
    status: "SUCCEEDED",
    startDate: 1547148840101,
    stopDate: 1547148840122,
    input: "{}",
    inputDetails: { included: true },
    output: '"Hello World!"',
    outputDetails: { included: true },
  },
};
