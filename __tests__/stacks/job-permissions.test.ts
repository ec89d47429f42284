import { z } from "zod";
import { JOB_OPTIONS, resourceOf, resourcesOf, synthEnvironment } from "../../testing/given-deployment";
import { isWithin, managedStatements, roleStatements, type OwnedStatement } from "./policies";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";

/** Statements of one role or policy that the given settings add to the default. */
function addedBy(settings: Readonly<Record<string, string>>, owner: string): string[] {
  const linesOf = (given: Readonly<Record<string, string>>): string[] => {
    const { stateBackend, batch } = synthEnvironment({ GITHUB_REPOSITORY: "our-team/poller", ...given });
    const owned: OwnedStatement[] = [stateBackend, batch].flatMap((stack) => [
      ...roleStatements(stack, NAME, REGION),
      ...managedStatements(stack, NAME, REGION),
    ]);
    return owned.flatMap((one) =>
      one.owner === owner
        ? one.statement.Action.flatMap((action) => one.statement.Resource.map((resource) => `${action} on ${resource}`))
        : [],
    );
  };
  const before = linesOf({});
  return linesOf(settings).filter((line) => !before.includes(line));
}

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:team/token-a1b2c3";
const PARAMETER_ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/team/dsn";
const JOB_ROLE_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::in/${aws:PrincipalTag/team}/*" }],
});

const PULL = [
  "ecr:GetAuthorizationToken on *",
  "ecr:BatchCheckLayerAvailability on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
  "ecr:BatchGetImage on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
  "ecr:GetDownloadUrlForLayer on arn:aws:ecr:eu-central-1:111122223333:repository/team/job",
];

describe("permissions of the job", () => {
  it.each(["execution", "boundary"])("allows pulling only from the image's private repository: %s", (owner) => {
    expect(addedBy({ JOB_IMAGE: JOB_OPTIONS.JOB_IMAGE }, owner)).toEqual(PULL);
  });

  it.each(["execution", "boundary", "job", "apply"])("adds nothing for an image of another registry: %s", (owner) => {
    expect(addedBy({ JOB_IMAGE: "registry/job:7" }, owner)).toEqual([]);
  });

  it.each(["execution", "boundary"])("allows reading exactly the secrets: %s", (owner) => {
    const secrets = { TOKEN: `${SECRET_ARN}:key::`, OTHER: SECRET_ARN, DSN: PARAMETER_ARN };

    expect(addedBy({ JOB_SECRETS: JSON.stringify(secrets) }, owner)).toEqual([
      `secretsmanager:GetSecretValue on ${SECRET_ARN}`,
      `ssm:GetParameters on ${PARAMETER_ARN}`,
    ]);
  });

  it.each(["execution", "boundary"])("allows reading exactly the credentials of the image's registry: %s", (owner) => {
    expect(addedBy({ JOB_IMAGE: "ghcr.io/team/job:7", JOB_IMAGE_CREDENTIALS: SECRET_ARN }, owner)).toEqual([
      `secretsmanager:GetSecretValue on ${SECRET_ARN}`,
    ]);
  });

  it("allows decrypting only the secrets, with the given keys, through their services", () => {
    const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const { batch } = synthEnvironment({
      JOB_SECRETS: JSON.stringify({ TOKEN: `${SECRET_ARN}:key::`, DSN: PARAMETER_ARN }),
      JOB_SECRETS_KMS_KEY_ARNS: key,
    });

    const decrypting = roleStatements(batch, NAME, REGION).filter(({ statement: { Action } }) =>
      Action.includes("kms:Decrypt"),
    );

    expect(decrypting.map(({ owner, statement: { Resource, Condition } }) => [owner, Resource, Condition])).toEqual([
      [
        "execution",
        [key],
        {
          StringEquals: {
            "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"],
            "kms:EncryptionContext:SecretARN": [SECRET_ARN],
          },
        },
      ],
      [
        "execution",
        [key],
        {
          StringEquals: {
            "kms:ViaService": ["ssm.eu-west-1.amazonaws.com"],
            "kms:EncryptionContext:PARAMETER_ARN": [PARAMETER_ARN],
          },
        },
      ],
    ]);
  });

  it.each(["job", "boundary"])("allows the statements of the job's policy: %s", (owner) => {
    expect(addedBy({ JOB_ROLE_POLICY }, owner)).toEqual(["s3:GetObject on arn:aws:s3:::in/${aws:PrincipalTag/team}/*"]);
  });

  it("writes policy variables without a Terraform template", () => {
    const { stateBackend, batch } = synthEnvironment({ JOB_ROLE_POLICY });

    const policies = [...resourcesOf(batch, "aws_iam_role_policy"), ...resourcesOf(stateBackend, "aws_iam_policy")];
    const texts = policies.map(({ policy }) => String(policy)).filter((policy) => policy.includes("PrincipalTag"));
    expect(texts).toHaveLength(2);
    expect(texts.filter((policy) => policy.includes("${"))).toEqual([]);
  });

  describe("with managed policies", () => {
    const READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const OURS = "arn:aws:iam::123456789012:policy/team/reports";
    const JOB_ROLE_POLICY_ARNS = `${READ_ONLY},${OURS}`;
    const BOUNDARY =
      "arn:aws:iam::123456789012:policy/job-status-poller-deploy/job-status-poller-dev-boundary-eu-west-1";
    const JOB_ROLE = "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-eu-west-1";

    it("attaches them to the job role only, each with an address of its own", () => {
      const attached =
        synthEnvironment({ JOB_ROLE_POLICY_ARNS }).batch.resource["aws_iam_role_policy_attachment"] ?? {};
      const onlyOurs = synthEnvironment({ JOB_ROLE_POLICY_ARNS: OURS }).batch.resource[
        "aws_iam_role_policy_attachment"
      ];

      expect(Object.values(attached).map(({ policy_arn: policyArn }) => policyArn)).toEqual([OURS, READ_ONLY]);
      for (const { role } of Object.values(attached)) expect(role).toMatch(/^\$\{aws_iam_role\.job-roles_JobRole_/);
      expect(Object.keys(attached)).toEqual(expect.arrayContaining(Object.keys(onlyOurs ?? {})));
    });

    it("allows the apply role to attach exactly them, to the job role with the boundary", () => {
      const { stateBackend } = synthEnvironment({ JOB_ROLE_POLICY_ARNS, GITHUB_REPOSITORY: "our-team/poller" });

      const changing = roleStatements(stateBackend, NAME, REGION).filter(({ statement }) =>
        statement.Action.some((action) => ["iam:AttachRolePolicy", "iam:DetachRolePolicy"].includes(action)),
      );

      expect(changing).toMatchObject([
        {
          owner: "apply",
          statement: {
            Action: ["iam:AttachRolePolicy"],
            Resource: [JOB_ROLE],
            Condition: {
              StringEquals: { "iam:PermissionsBoundary": BOUNDARY },
              ArnEquals: { "iam:PolicyARN": [READ_ONLY, OURS] },
            },
          },
        },
        { owner: "apply", statement: { Action: ["iam:DetachRolePolicy"], Resource: [JOB_ROLE] } },
      ]);
      expect(addedBy({ JOB_ROLE_POLICY_ARNS }, "apply")).toEqual([
        `iam:AttachRolePolicy on ${JOB_ROLE}`,
        `iam:DetachRolePolicy on ${JOB_ROLE}`,
      ]);
    });

    it("adds what they allow to the boundary, and stops at policies that would make it limit nothing", () => {
      const { stateBackend } = synthEnvironment({ JOB_ROLE_POLICY_ARNS });

      const read = Object.values(stateBackend.data["aws_iam_policy"] ?? {});
      const { policy, lifecycle } = resourceOf(stateBackend, "aws_iam_policy");
      expect(read).toEqual([{ arn: OURS }, { arn: READ_ONLY }]);
      expect(policy).toMatch(/^\$\{local\.permissions-boundary_policy_\w+\}$/);
      const schema = z.object({ precondition: z.array(z.object({ error_message: z.string() })) });
      expect(schema.parse(lifecycle).precondition.map(({ error_message: message }) => message)).toEqual([
        expect.stringContaining("allows IAM actions, all actions, or NotAction"),
        expect.stringMatching(
          /^the permissions boundary must have at most 6144 characters, has \$\{length\(local\.[\w-]+\)\}; the managed policies of the job role \(JOB_ROLE_POLICY_ARNS\) add /,
        ),
      ]);
    });

    it("adds nothing to other roles", () => {
      for (const owner of ["execution", "job", "boundary", "plan", "smoke"])
        expect(addedBy({ JOB_ROLE_POLICY_ARNS: READ_ONLY }, owner)).toEqual([]);
    });
  });

  it("passes an existing job role to jobs, and creates none", () => {
    const settings = { JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/nightly" };

    const { batch } = synthEnvironment(settings);

    expect(addedBy(settings, "apply")).toEqual([`iam:PassRole on ${settings.JOB_ROLE_ARN}`]);
    expect(resourcesOf(batch, "aws_iam_role")).toHaveLength(1);
    expect(resourceOf(batch, "aws_batch_job_definition")["container_properties"]).toContain(
      `"jobRoleArn":"${settings.JOB_ROLE_ARN}"`,
    );
  });

  it.each(["execution", "job", "apply"])("adds no other permission: %s", (owner) => {
    const settings = { ...JOB_OPTIONS, JOB_SECRETS: JSON.stringify({ DSN: PARAMETER_ARN }), JOB_ROLE_POLICY };
    const services: Readonly<Record<string, string>> = { execution: "ecr,ssm", job: "s3", apply: "" };

    const added = addedBy(settings, owner).map((line) => line.split(":")[0]);

    expect([...new Set(added)].join(",")).toBe(services[owner]);
  });

  it("allows each role of the job no more than the boundary", () => {
    const { stateBackend, batch } = synthEnvironment({
      ...JOB_OPTIONS,
      JOB_ROLE_POLICY,
      JOB_SECRETS: JSON.stringify({ TOKEN: SECRET_ARN, DSN: PARAMETER_ARN }),
    });
    const boundary = managedStatements(stateBackend, NAME, REGION).filter(({ owner }) => owner === "boundary");

    const outside = roleStatements(batch, NAME, REGION).flatMap(({ statement }) =>
      statement.Action.flatMap((action) =>
        statement.Resource.filter(
          (resource) =>
            !boundary.some(
              ({ statement: allowed }) =>
                allowed.Action.some((pattern) => isWithin(action, pattern)) &&
                allowed.Resource.some((pattern) => isWithin(resource, pattern)),
            ),
        ),
      ),
    );

    expect(outside).toEqual([]);
  });
});
