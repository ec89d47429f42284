import { z } from "zod";
import { ServiceRole, type ServiceRoleProps } from "../../../constructs/iam/service-role";
import { GIVEN_LOCATION, onlyOf, synthConstruct } from "../synth-construct";

function synthRole(props: Partial<ServiceRoleProps> = {}): ReturnType<typeof synthConstruct> {
  return synthConstruct((scope) => {
    new ServiceRole(scope, "role", {
      location: GIVEN_LOCATION,
      name: "worker",
      description: "Works",
      service: "lambda.amazonaws.com",
      statements: [],
      ...props,
    });
  });
}

describe("ServiceRole", () => {
  it("has no policy without statements", () => {
    expect(synthRole().resource["aws_iam_role_policy"]).toBeUndefined();
  });

  it("allows only the given statements", () => {
    const { resource } = synthRole({
      statements: [{ sid: "Read", actions: ["batch:DescribeJobs"], resources: ["*"] }],
    });

    const { policy } = z.object({ policy: z.string() }).parse(onlyOf(resource, "aws_iam_role_policy"));
    expect(JSON.parse(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: ["batch:DescribeJobs"], Resource: ["*"] }],
    });
  });

  it.each([
    [undefined, {}],
    [
      { StringEquals: { "aws:SourceAccount": "123456789012" } },
      { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } },
    ],
  ])("can be assumed only by its service, with the given conditions: %j", (trustConditions, expected) => {
    const { resource } = synthRole(trustConditions === undefined ? {} : { trustConditions });

    const { assume_role_policy: trust } = z
      .object({ assume_role_policy: z.string() })
      .parse(onlyOf(resource, "aws_iam_role"));
    expect(JSON.parse(trust)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
          ...expected,
        },
      ],
    });
  });

  it("composes the ARN that IAM assigns", () => {
    const arns: string[] = [];

    const { resource } = synthConstruct((scope) => {
      const props = { location: GIVEN_LOCATION, description: "d", service: "s", statements: [] };
      arns.push(new ServiceRole(scope, "role", { ...props, name: "worker" }).roleArn);
    });

    const { path, name } = z.object({ path: z.string(), name: z.string() }).parse(onlyOf(resource, "aws_iam_role"));
    expect(arns).toEqual([`arn:aws:iam::123456789012:role${path}${name}`]);
    expect(name).toBe("worker-eu-west-1");
  });

  it("rejects a name that exceeds the IAM limit, with its length", () => {
    const name = "x".repeat(56);

    expect(() => synthRole({ name })).toThrow(
      `name of role ${name}-eu-west-1 must have at most 64 characters, has 66; shorten it`,
    );
  });
});
