import {
  findExecutionConsoleUrl,
  findJobConsoleUrl,
  findLogRegion,
  findLogUrl,
  findStateMachineConsoleUrl,
} from "../../workflow/console-url";

it.each([
  ["arn:aws:batch:eu-central-1:123456789012:job/x", "https://eu-central-1.console.aws.amazon.com"],
  ["arn:aws-cn:batch:cn-north-1:123456789012:job/x", "https://cn-north-1.console.amazonaws.cn"],
  ["arn:aws-us-gov:batch:us-gov-west-1:123456789012:job/x", "https://us-gov-west-1.console.amazonaws-us-gov.com"],
])("returns a URL in the console of the partition of %s", (arn, host) => {
  const region = arn.split(":")[3] ?? "";

  expect(findJobConsoleUrl(arn, "x:1")).toBe(`${host}/batch/home?region=${region}#jobs/detail/x%3A1`);
});

it("encodes the log group and stream twice, with $ for the outer %", () => {
  const url = findLogUrl("arn:aws:batch:us-east-1:123456789012:job/x", "/my group", "a/[b]$c");

  expect(url).toBe(
    "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1" +
      "#logsV2:log-groups/log-group/$252Fmy$2520group/log-events/a$252F$255Bb$255D$2524c",
  );
});

it("returns the URL of an execution by its ARN", () => {
  const arn = "arn:aws:states:us-east-1:123456789012:execution:machine:name";

  expect(findExecutionConsoleUrl(arn)).toBe(
    `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${arn}`,
  );
});

it("returns the URL of a state machine by its ARN", () => {
  const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";

  expect(findStateMachineConsoleUrl(arn)).toBe(
    `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/statemachines/view/${arn}`,
  );
});

it.each(["", "x", "arn:aws:batch", "arn:aws:iam::123456789012:role/x"])("returns no URL for %j", (arn) => {
  expect(findJobConsoleUrl(arn, "x")).toBeNull();
  expect(findLogUrl(arn, "g", "s")).toBeNull();
  expect(findExecutionConsoleUrl(arn)).toBeNull();
  expect(findStateMachineConsoleUrl(arn)).toBeNull();
});

it.each([
  ["arn:aws:batch:eu-central-1:123456789012:job/x", undefined, "eu-central-1"],
  ["arn:aws:batch:eu-central-1:123456789012:job/x", "us-east-1", "us-east-1"],
  ["arn:aws-cn:batch:cn-north-1:123456789012:job/x", "cn-northwest-1", "cn-northwest-1"],
  ["arn:aws:batch:eu-central-1:123456789012:job/x", "evil.example/", "eu-central-1"],
])("returns the region of the log of %s with awslogs-region %s", (arn, region, expected) => {
  expect(findLogRegion(findLogUrl(arn, "/group", "stream", region))).toBe(expected);
});

it("returns no region without a URL", () => {
  expect(findLogRegion(null)).toBeUndefined();
});
