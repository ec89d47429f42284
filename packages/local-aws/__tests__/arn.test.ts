import { checkRoleArn } from "../../src/step-functions/endpoint/check-role-arn";

it.each(["arn:aws:iam::123456789012:role/name", "arn:aws-cn:iam::123456789012:role/path/name"])("takes %s", (arn) => {
  expect(checkRoleArn(arn)).toBe(arn);
});

it.each([
  "nonsense",
  "arn:aws:iam::123456789012:role/",
  "arn:aws:iam::aws:policy/AWSBatchFullAccess",
  "arn:aws:states:us-east-1:123456789012:stateMachine:name",
])("rejects %s with the error and message of AWS", (arn) => {
  expect(refusalOf(arn)).toMatchObject({ code: "InvalidArn", message: `Invalid Role Arn: '${arn}'` });
});

function refusalOf(arn: string): unknown {
  try {
    return checkRoleArn(arn);
  } catch (error) {
    return error;
  }
}
