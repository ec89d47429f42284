import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOf, problemsOf } from "./given-settings";

const READ_BUCKET = { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::in/${aws:PrincipalTag/x}*" };
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const conditionOf = (condition: unknown): string => policyOf({ ...READ_BUCKET, Condition: condition });

describe("JOB_ROLE_POLICY", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "poller-policy-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["a file", ""],
    ["a file with a byte order mark", "\uFEFF"],
  ])("accepts JSON or %s", (_title, start) => {
    const file = join(folder, "policy.json");
    writeFileSync(file, `${start}${policyOf(READ_BUCKET)}`);

    const [fromJson, fromFile] = [policyOf(READ_BUCKET), file].map(
      (given) => jobOf({ JOB_ROLE_POLICY: given }).rolePolicy,
    );

    expect(fromJson).toEqual([
      { sid: "JobRole1", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::in/${aws:PrincipalTag/x}*"] },
    ]);
    expect(fromFile).toEqual(fromJson);
  });

  it("accepts one statement without an array, and conditions", () => {
    const Condition = { StringEquals: { "s3:prefix": ["a", "b"] } };
    const policy = { Version: "2012-10-17", Statement: { ...READ_BUCKET, Sid: "Mine", Action: "S3:*", Condition } };

    const { rolePolicy } = jobOf({ JOB_ROLE_POLICY: JSON.stringify(policy) });

    expect(rolePolicy).toMatchObject([{ sid: "JobRole1", actions: ["s3:*"], conditions: Condition }]);
  });

  it("turns numbers and booleans of conditions into texts", () => {
    const policy = conditionOf({
      Bool: { "aws:SecureTransport": true },
      NumericLessThan: { "s3:max-keys": [10, "20"] },
    });

    expect(jobOf({ JOB_ROLE_POLICY: policy }).rolePolicy).toMatchObject([
      { conditions: { Bool: { "aws:SecureTransport": "true" }, NumericLessThan: { "s3:max-keys": ["10", "20"] } } },
    ]);
  });

  it.each([
    "StringEqualsIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotEqualsIgnoreCaseIfExists",
    "ArnNotLike",
    "DateGreaterThanEquals",
    "NotIpAddress",
    "BinaryEquals",
    "Null",
  ])("accepts the condition operator %s", (operator) => {
    expect(problemsOf({ JOB_ROLE_POLICY: conditionOf({ [operator]: { "aws:SourceVpce": "x" } }) })).toEqual([]);
  });

  it.each(["*", "arn:aws:s3:::in", "arn:*:s3:::in", "arn:aws*:logs:*:*:*", "arn:aws:sqs:us-east-1:*:queue-?"])(
    "accepts the resource %s",
    (Resource) => {
      expect(problemsOf({ JOB_ROLE_POLICY: policyOf({ ...READ_BUCKET, Resource }) })).toEqual([]);
    },
  );

  it.each([
    [policyOf({ ...READ_BUCKET, Effect: "Deny" }), /problem Statement 1 Effect: must be Allow, is "Deny"$/],
    [policyOf({ ...READ_BUCKET, Effect: undefined }), /problem Statement 1 Effect: is missing; it must be Allow$/],
    [policyOf({ ...READ_BUCKET, NotAction: "s3:*" }), /problem Statement 1: has the unsupported member NotAction$/],
    [policyOf({ ...READ_BUCKET, Sid: 7 }), /problem Statement 1 Sid: is not a string$/],
    [
      policyOf({ ...READ_BUCKET, Action: "*" }),
      /problem Statement 1 Action: must be an action like s3:GetObject, is "\*"$/,
    ],
    [
      policyOf({ ...READ_BUCKET, Action: ["s3:*", "s3:Get Object"] }),
      /problem Statement 1 Action 2: must be an action .*, is "s3:Get Object"$/,
    ],
    [policyOf({ ...READ_BUCKET, Action: [] }), /problem Statement 1 Action: is empty$/],
    [policyOf({ ...READ_BUCKET, Action: null }), /problem Statement 1 Action: must be an action .*, is null$/],
    [
      policyOf({ ...READ_BUCKET, Action: ["s3:*", "IAM:*"] }),
      /problem Statement 1: must not have IAM actions: .*\(JOB_ROLE_ARN\)/,
    ],
    [
      policyOf(READ_BUCKET, { ...READ_BUCKET, Sid: "Mine", Resource: "arn:aws:s3" }),
      /problem Statement 2 \(Mine\) Resource: must be \* or an ARN with six parts like .*, is "arn:aws:s3"$/,
    ],
    [policyOf({ ...READ_BUCKET, Resource: "arn:aws:s3:*" }), /is "arn:aws:s3:\*"$/],
    [policyOf({ ...READ_BUCKET, Resource: "arn:aws:*:::in" }), /is "arn:aws:\*:::in"$/],
    [policyOf({ ...READ_BUCKET, Resource: "arn:aws:s3:::" }), /is "arn:aws:s3:::"$/],
    [
      policyOf({ ...READ_BUCKET, Resource: ["*", "bucket"] }),
      /problem Statement 1 Resource 2: must be .*, is "bucket"$/,
    ],
    [
      policyOf({ Effect: "Allow", Action: "s3:*" }),
      /problem Statement 1 Resource: is missing; it must be \* or an ARN/,
    ],
    [
      policyOf({ ...READ_BUCKET, Resource: "arn:aws-cn:s3:::in" }),
      /must be a policy with ARNs of the partition aws, that of AWS_REGION; others: "arn:aws-cn:s3:::in" in statement 1$/,
    ],
    [policyOf({ ...READ_BUCKET, Resource: "arn:aws:s3:::${bucket}/*" }), /problem Statement 1: has \$\{ without/],
    [
      policyOf({ ...READ_BUCKET, Resource: "arn:aws:s3:::東京/*" }),
      /problem Statement 1: has the character 東; IAM accepts/,
    ],
    [
      conditionOf({ StringEqual: { "s3:prefix": "a" } }),
      /problem Statement 1 Condition StringEqual: is not a condition operator; the nearest is StringEquals$/,
    ],
    [conditionOf({ NullIfExists: { "s3:prefix": "true" } }), /Condition NullIfExists: is not a condition operator/],
    [
      conditionOf({ StringEquals: { prefix: "a" } }),
      /Condition StringEquals prefix: is not a condition key like aws:SourceIp$/,
    ],
    [
      conditionOf({ StringEquals: { "s3:prefix": null } }),
      /Condition StringEquals "s3:prefix": is not a string, number or boolean, or an array/,
    ],
    [conditionOf({ StringEquals: { "s3:prefix": [] } }), /Condition StringEquals "s3:prefix": is empty$/],
    [conditionOf({ StringEquals: "a" }), /Condition StringEquals: is not an object$/],
    [conditionOf(["a"]), /Condition: is not an object$/],
    [policyOf(), /problem Statement: is empty$/],
    ['{"Version":"2012-10-17"}', /problem Statement: is missing$/],
    ['{"Version":"2012-10-17","Statement":["a"]}', /problem Statement 1: is not an object$/],
    ['{"Version":"2012-10-17","Statement":{},"statement":[]}', /problem: has the unsupported member statement$/],
    ['{"Version":"2008-10-17","Statement":[]}', /problem Version: must be 2012-10-17, is "2008-10-17"$/],
    ['{"Version":"2012-10-17","Id":1,"Statement":[]}', /problem Id: is not a string$/],
    ['{"__proto__":{}}', /; it has a key "__proto__", which is not supported$/],
    ["{", /; it is not JSON: a } is missing at line 1, column 2$/],
    ["[]", /; it is no JSON object, and there is no readable file .*\/\[\] \(ENOENT\)$/],
    [
      "missing-policy.json",
      /; it is no JSON object, and there is no readable file \/.*\/missing-policy.json \(ENOENT\)$/,
    ],
    [tmpdir(), /; it is no JSON object, and there is no readable file .* \(EISDIR\)$/],
    ["a\0b", /; it is no JSON object, and there is no readable file .* \(ERR_INVALID_ARG_VALUE\)$/],
  ])("rejects %s and names the place and the value", (policy, rule) => {
    expect(problemsOf({ JOB_ROLE_POLICY: policy })).toContainEqual(expect.stringMatching(rule));
  });

  it("rejects a policy with an existing role", () => {
    const role = "arn:aws:iam::123456789012:role/nightly";

    expect(problemsOf({ JOB_ROLE_ARN: role, JOB_ROLE_POLICY: policyOf(READ_BUCKET) })).toEqual([
      expect.stringMatching(
        /^JOB_ROLE_POLICY is .*: must be left out with JOB_ROLE_ARN, which has its own permissions$/,
      ),
    ]);
  });
});
