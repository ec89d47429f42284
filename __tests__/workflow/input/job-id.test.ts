import { findJobId, isBatchJobId } from "../../../workflow/input/job-id";
import { parseExecutionInput } from "../../../workflow/input/execution-input";
import { violationsOf } from "../../../testing/workflow/input-fixture";

const ID = "876da822-4198-45f2-a252-6cea32512ea8";
const ARN = `arn:aws:batch:us-east-1:123456789012:job/${ID}`;

it.each([
  [ID, ID],
  [`${ID}:3`, `${ID}:3`],
  [`${ID}#0`, `${ID}#0`],
  [ARN, ID],
  [`${ARN}:3`, `${ID}:3`],
  [`${ARN}#0`, `${ID}#0`],
  [ARN.replace("arn:aws:", "arn:aws-us-gov:"), ID],
  ["job_1.of-another", "job_1.of-another"],
  ["x".repeat(128), "x".repeat(128)],
])("extracts from %s the ID of the job to attach to", (job, jobId) => {
  expect(findJobId(job)).toBe(jobId);
  expect(parseExecutionInput({ jobId: job })).toMatchObject({ mode: "attach", jobId });
});

it.each([
  "",
  "a b",
  "a/b",
  "a\n",
  `${ID}:`,
  `${ID}#x`,
  `${ID}:1#0`,
  "x".repeat(129),
  ARN.replace(":job/", ":job-queue/"),
])("rejects %j", (job) => {
  expect(findJobId(job)).toBeUndefined();
  expect(violationsOf({ jobId: job })).toEqual([
    expect.stringMatching(/^jobId must be the ID of a job, .* or its ARN, got "/),
  ]);
});

it("rejects a service job and names the action that describes it", () => {
  const jobId = ARN.replace(":job/", ":service-job/");

  expect(violationsOf({ jobId })).toEqual([
    `jobId must not be a service job: only DescribeServiceJob describes those, and service jobs are not supported, got ${JSON.stringify(jobId)}`,
  ]);
});

it("rejects ARNs in dependsOn, which Batch does not accept", () => {
  const violations = violationsOf({ jobName: "a", jobDefinition: "d", jobQueue: "q", dependsOn: [{ jobId: ARN }] });

  expect(violations).toEqual([expect.stringMatching(/^dependsOn\[0\]\.jobId must be the ID of a job/)]);
});

it.each([
  [ID, true],
  [ID.toUpperCase(), true],
  [`${ID}:9999`, true],
  [`${ID}#12`, true],
  ["not-a-job", false],
  [`${ID}0`, false],
  [` ${ID}`, false],
])("returns whether %s has the form of an AWS Batch job ID", (id, isOne) => {
  expect(isBatchJobId(id)).toBe(isOne);
});
