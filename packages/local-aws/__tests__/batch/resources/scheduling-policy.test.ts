import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const ARN = "arn:aws:batch:us-east-2:123456789012:scheduling-policy/policy";

const shares = (...identifiers: string[]) => ({
  name: "n",
  fairsharePolicy: { shareDistribution: identifiers.map((shareIdentifier) => ({ shareIdentifier })) },
});

it("creates a policy with the defaults of AWS, and lists it", async () => {
  const given = await givenBatch();

  const created = await given.call("CreateSchedulingPolicy", { name: "policy", tags: { a: "b" } });

  expect(created).toEqual({ name: "policy", arn: ARN });
  expect(await given.call("ListSchedulingPolicies", {})).toEqual({ schedulingPolicies: [{ arn: ARN }] });
  expect(await given.call("DescribeSchedulingPolicies", { arns: [ARN, `${ARN}-none`, "policy"] })).toEqual({
    schedulingPolicies: [
      {
        name: "policy",
        arn: ARN,
        fairsharePolicy: { shareDecaySeconds: 0, computeReservation: 0, shareDistribution: [] },
        tags: { a: "b" },
      },
    ],
  });
});

it("updates a policy, and keeps it without a change", async () => {
  const given = await givenBatch();
  await given.call("CreateSchedulingPolicy", { name: "policy" });
  const fairsharePolicy = {
    shareDecaySeconds: 60,
    computeReservation: 50,
    shareDistribution: [{ shareIdentifier: "team-a_*", weightFactor: 0.5 }],
  };

  await given.call("UpdateSchedulingPolicy", { arn: ARN, fairsharePolicy });
  await given.call("UpdateSchedulingPolicy", { arn: ARN });

  expect(await given.call("DescribeSchedulingPolicies", { arns: [ARN] })).toMatchObject({
    schedulingPolicies: [{ fairsharePolicy }],
  });
});

it("deletes a policy that no queue uses", async () => {
  const given = await givenBatch();
  await given.createFairQueue();

  const used = await given.refusal("DeleteSchedulingPolicy", { arn: ARN });
  await given.call("UpdateJobQueue", { jobQueue: "fair", state: "DISABLED" });
  await given.call("DeleteJobQueue", { jobQueue: "fair" });
  await given.call("DeleteSchedulingPolicy", { arn: ARN });

  expect(used).toContain("Cannot delete, found existing JobQueue relationship");
  expect(await given.call("ListSchedulingPolicies", {})).toEqual({ schedulingPolicies: [] });
});

it("adds tags to a policy", async () => {
  const given = await givenBatch();
  await given.call("CreateSchedulingPolicy", { name: "policy" });

  await given.call("TagResource", { resourceArn: ARN, tags: { a: "1" } });

  expect(await given.call("ListTagsForResource", { resourceArn: ARN })).toEqual({ tags: { a: "1" } });
});

it.each([
  ["CreateSchedulingPolicy", { name: "policy" }, "Object already exists"],
  ["CreateSchedulingPolicy", { name: "a b" }, "name must be 1 to 128 letters"],
  ["CreateSchedulingPolicy", { name: "n", quotaSharePolicy: {} }, "does not support quotaSharePolicy"],
  [
    "CreateSchedulingPolicy",
    { name: "n", fairsharePolicy: { shareDecaySeconds: 604_801 } },
    "fairsharePolicy.shareDecaySeconds must be between 0 and 604800, got 604801",
  ],
  ["CreateSchedulingPolicy", shares("a", "a"), "Cannot have two or more identical shareIdentifiers."],
  ["CreateSchedulingPolicy", shares("ab", "a*"), "Share identifier a* matches another share identifier ab"],
  ["CreateSchedulingPolicy", shares("a*", "ab*"), "Share identifier a* matches another share identifier ab*"],
  [
    "CreateSchedulingPolicy",
    { name: "n", fairsharePolicy: { computeReservation: 100 } },
    "fairsharePolicy.computeReservation must be between 0 and 99, got 100",
  ],
  [
    "UpdateSchedulingPolicy",
    { arn: ARN, fairsharePolicy: shares("a", "a").fairsharePolicy },
    "Cannot have two or more identical shareIdentifiers.",
  ],
  ["UpdateSchedulingPolicy", { arn: "arn:none" }, "scheduling policy arn:none does not exist"],
  ["DeleteSchedulingPolicy", { arn: "arn:none" }, "scheduling policy arn:none does not exist"],
])("rejects %s of %j", async (operation, input, expected) => {
  const given = await givenBatch();
  await given.call("CreateSchedulingPolicy", { name: "policy" });

  expect(await given.refusal(operation, input)).toContain(expected);
});

const refusalOf = async (share: object): Promise<string> => {
  const given = await givenBatch();
  return given.refusal("CreateSchedulingPolicy", { name: "n", fairsharePolicy: { shareDistribution: [share] } });
};

it.each(["a b", "*", "a*b", "", "a".repeat(256)])("rejects the share identifier %j", async (shareIdentifier) => {
  expect(await refusalOf({ shareIdentifier })).toContain("ShareIdentifier name should match a valid pattern.");
});

it.each([0, 1000])("rejects the weight factor %d", async (weightFactor) => {
  const message = await refusalOf({ shareIdentifier: "a", weightFactor });

  expect(message).toContain("Weight factor should be between 0.0001 and 999.9999.");
});
