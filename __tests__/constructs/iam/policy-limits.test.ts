import { DeployRole } from "../../../constructs/iam/deploy-role";
import { ManagedPolicy } from "../../../constructs/iam/managed-policy";
import type { PolicyStatement } from "../../../constructs/iam/policy-document";
import { GIVEN_LOCATION, synthConstruct } from "../synth-construct";

const givenStatement = (length: number): PolicyStatement => ({
  sid: "Read",
  actions: ["s3:GetObject"],
  resources: ["x".repeat(length)],
});

/** Length of a policy without the resource of the statement above, in characters. */
const AROUND = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: [""] }],
}).length;

const COMMON = { location: GIVEN_LOCATION, name: "poller", path: "/deploy/", description: "d" };

const synthPolicy = (length: number) =>
  synthConstruct((scope) => {
    new ManagedPolicy(scope, "policy", { ...COMMON, statements: [givenStatement(length - AROUND)] });
  });

const synthRole = (length: number) =>
  synthConstruct((scope) => {
    const statements = [givenStatement(length - AROUND)];
    const repository = { repository: "our-team/poller" };
    const jobs = { subjects: ["pull_request"], workflows: ["plan.yml"] } as const;
    new DeployRole(scope, "role", { ...COMMON, repository, jobs, statements });
  });

describe("policy sizes", () => {
  it("accepts policies up to the IAM limits", () => {
    expect(() => [synthPolicy(6144), synthRole(10_240)]).not.toThrow();
  });

  it("rejects longer policies at synthesis, with name and length", () => {
    expect(() => synthPolicy(6145)).toThrow(
      "policy poller-eu-west-1 must have at most 6144 characters, has 6145; shorten lists of ARNs and statements, or use wildcards",
    );
    expect(() => synthRole(10_241)).toThrow(
      "policy of role poller-eu-west-1 must have at most 10240 characters, has 10241; shorten lists of ARNs and statements, or use wildcards",
    );
  });
});
