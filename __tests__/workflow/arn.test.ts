import { executionArnOf, findArnParts, formatArn, isSamePlace, lastArnPart } from "../../workflow/arn";

const QUEUE = "arn:aws-cn:batch:cn-north-1:123456789012:job-queue/nightly";
const DEFINITION = "arn:aws:batch:us-east-1:123456789012:job-definition/nightly:3";
const ROLE = "arn:aws:iam::123456789012:role/admin";

it("splits an ARN into its parts", () => {
  expect(findArnParts(QUEUE)).toEqual({
    partition: "aws-cn",
    service: "batch",
    region: "cn-north-1",
    accountId: "123456789012",
    resource: "job-queue/nightly",
  });
});

it.each([QUEUE, DEFINITION, ROLE])("joins the parts of %s", (arn) => {
  const parts = findArnParts(arn);

  expect(parts && formatArn(parts)).toBe(arn);
});

it.each([
  "",
  "nightly",
  "nightly:3",
  "urn:aws:batch:us-east-1:123456789012:job/x",
  "arn",
  "arn:aws",
  "arn:aws:batch",
  "arn:aws:batch:r:1",
])("returns undefined for %j, which is not an ARN", (text) => {
  expect(findArnParts(text)).toBeUndefined();
});

it.each([
  [DEFINITION, true],
  ["arn:aws:states:us-east-1:123456789012:stateMachine:x", true],
  ["arn:aws:batch:eu-west-1:123456789012:job-queue/x", false],
  ["arn:aws:batch:us-east-1:210987654321:job-queue/x", false],
  ["arn:aws-cn:batch:us-east-1:123456789012:job-queue/x", false],
  ["nightly", false],
])("compares the place of a resource with that of %s: %s", (other, isSame) => {
  expect(isSamePlace(findArnParts(DEFINITION), findArnParts(other))).toBe(isSame);
});

it("composes the ARN of an execution and returns its name", () => {
  const arn = executionArnOf("arn:aws:states:us-east-1:123456789012:stateMachine:poller", "nightly-1");

  expect(arn).toBe("arn:aws:states:us-east-1:123456789012:execution:poller:nightly-1");
  expect(lastArnPart(arn)).toBe("nightly-1");
});
