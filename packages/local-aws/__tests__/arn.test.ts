import { createArns, isRoleArn, nameOf, parseArn, formatArn, withoutQualifier } from "../src/arn";

const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:work";

it("splits an ARN into its parts, with the colons of the resource", () => {
  const arn = `${FUNCTION_ARN}:live`;
  const parts = {
    partition: "aws",
    service: "lambda",
    region: "eu-west-1",
    accountId: "123456789012",
    resource: "function:work:live",
  };

  expect(parseArn(arn)).toEqual(parts);
  expect(formatArn(parts)).toBe(arn);
});

it.each(["work", "arn:aws:lambda", "urn:a:b:c:d:e"])("returns undefined for %s, which is not an ARN", (text) => {
  expect(parseArn(text)).toBeUndefined();
});

it("removes the qualifier of a function", () => {
  expect(withoutQualifier(`${FUNCTION_ARN}:live`)).toBe(FUNCTION_ARN);
  expect(withoutQualifier(FUNCTION_ARN)).toBe(FUNCTION_ARN);
  expect(withoutQualifier("work")).toBe("work");
});

it("returns the name in an ARN, or the name itself", () => {
  expect(nameOf("arn:aws:batch:eu-west-1:123456789012:job-queue/queue")).toBe("queue");
  expect(nameOf("queue")).toBe("queue");
});

it.each([
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("derives the partition from region %s", (region, partition) => {
  const arns = createArns(region, "123456789012");

  expect(arns.jobQueue("q")).toBe(`arn:${partition}:batch:${region}:123456789012:job-queue/q`);
  expect(arns.stateMachine("m")).toBe(`arn:${partition}:states:${region}:123456789012:stateMachine:m`);
});

it.each(["arn:aws:iam::123456789012:role/name", "arn:aws-cn:iam::123456789012:role/path/name"])(
  "accepts %s as the ARN of a role",
  (arn) => {
    expect(isRoleArn(arn)).toBe(true);
  },
);

it.each([
  "nonsense",
  "arn:aws:iam::123456789012:role/",
  "arn:aws:iam::aws:policy/AWSBatchFullAccess",
  "arn:aws:states:us-east-1:123456789012:stateMachine:name",
])("rejects %s as the ARN of a role", (arn) => {
  expect(isRoleArn(arn)).toBe(false);
});
