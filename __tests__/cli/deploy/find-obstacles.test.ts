import { startLoopbackServer, type LoopbackReply, type LoopbackRequest } from "local-aws";
import { findObstacles } from "../../../cli/deploy/find-obstacles";
import { readKnownResources } from "../../../cli/deploy/obstacle-search";

const NAMES = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;
const CE = "arn:aws:batch:us-east-1:123456789012:compute-environment/jobs";
const QUEUE = "arn:aws:batch:us-east-1:123456789012:job-queue/jobs";

/** Fake account. Answers each operation by its name. */
type Answers = Readonly<Record<string, (body: string) => LoopbackReply | string>>;

const operationOf = ({ body, headers, path }: LoopbackRequest): string =>
  headers["x-amz-target"]?.split(".")[1] ?? new URLSearchParams(body).get("Action") ?? path;

async function search(resources: readonly object[], answers: Answers) {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const asked: LoopbackRequest[] = [];
  const server = await startLoopbackServer({
    name: "the account of a test",
    handle: (request) => {
      asked.push(request);
      const answer = answers[operationOf(request)]?.(request.body) ?? { status: 400, body: "no such operation" };
      return Promise.resolve(typeof answer === "string" ? { status: 200, body: answer } : answer);
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "session",
  });
  const interrupt = new AbortController().signal;
  try {
    return {
      ...(await findObstacles({ known: readKnownResources(resources), region: "us-east-1", interrupt })),
      asked,
    };
  } finally {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    await server.close();
  }
}

const resource = (type: string, ...all: readonly object[]): object => ({
  mode: "managed",
  type,
  instances: all.map((attributes) => ({ attributes })),
});

const RULE = resource("aws_cloudwatch_event_rule", { name: "dev-sweep" });
const TARGET = resource("aws_cloudwatch_event_target", { rule: "dev-sweep", target_id: "ours" });
const ROLE = resource("aws_iam_role", { name: "job-dev" });
const VPC = resource("aws_vpc", { id: "vpc-1" });

describe("obstacles of a destroy", () => {
  it("names the targets of a rule that the deployment did not add, with the command", async () => {
    const targets = [
      { Id: "ours", Arn: "arn:aws:lambda:us-east-1:1:function:ours" },
      { Id: "audit", Arn: "arn:aws:sqs:us-east-1:1:audit" },
      { Id: "copy", Arn: "arn:aws:sqs:us-east-1:1:copy" },
    ];

    const { found, unchecked, asked } = await search([RULE, TARGET], {
      ListTargetsByRule: () => JSON.stringify({ Targets: targets }),
    });

    expect(found).toEqual([
      "the EventBridge rule dev-sweep has targets of others: audit (arn:aws:sqs:us-east-1:1:audit), copy (arn:aws:sqs:us-east-1:1:copy); remove them with: aws events remove-targets --rule dev-sweep --ids audit copy",
    ]);
    expect(unchecked).toEqual([]);
    expect(asked[0]?.headers["authorization"]).toContain("/us-east-1/events/aws4_request");
    expect(asked[0]?.headers["x-amz-security-token"]).toBe("session");
  });

  it("names the policies of a role that the deployment did not attach, with the commands", async () => {
    const { found } = await search(
      [
        ROLE,
        resource("aws_iam_role_policy_attachment", { role: "job-dev", policy_arn: "arn:aws:iam::1:policy/ours" }),
        resource("aws_iam_role_policy", { role: "job-dev", name: "ours" }),
      ],
      {
        ListAttachedRolePolicies: () =>
          "<AttachedPolicies><member><PolicyName>ours</PolicyName><PolicyArn>arn:aws:iam::1:policy/ours</PolicyArn></member><member><PolicyName>baseline</PolicyName><PolicyArn>arn:aws:iam::1:policy/baseline</PolicyArn></member></AttachedPolicies>",
        ListRolePolicies: () => "<PolicyNames><member>ours</member><member>audit</member></PolicyNames>",
      },
    );

    expect(found).toEqual([
      "the role job-dev has a policy of others: arn:aws:iam::1:policy/baseline; detach it with: aws iam detach-role-policy --role-name job-dev --policy-arn arn:aws:iam::1:policy/baseline",
      "the role job-dev has an inline policy of others: audit; delete it with: aws iam delete-role-policy --role-name job-dev --policy-name audit",
    ]);
  });

  it("names the job queues of others that use the compute environment", async () => {
    const queueOf = (name: string, arn: string, computeEnvironment: string) => ({
      jobQueueName: name,
      jobQueueArn: arn,
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment }],
    });

    const { found } = await search(
      [resource("aws_batch_compute_environment", { arn: CE }), resource("aws_batch_job_queue", { arn: QUEUE })],
      {
        "/v1/describejobqueues": () =>
          JSON.stringify({
            jobQueues: [queueOf("jobs", QUEUE, CE), queueOf("theirs", "arn:x", CE), queueOf("far", "arn:y", "arn:z")],
          }),
      },
    );

    expect(found).toEqual([
      `the job queue theirs of others uses the compute environment ${CE}; give it another one with: aws batch update-job-queue --job-queue theirs --compute-environment-order order=1,computeEnvironment=ARN`,
    ]);
  });

  it("names network interfaces, security groups and subnets of others in the VPC, without those of jobs", async () => {
    const ofAJob = "arn:aws:ecs:us-east-1:123456789012:attachment/1a2b";
    const known = [VPC, resource("aws_security_group", { id: "sg-1" }), resource("aws_subnet", { id: "subnet-1" })];

    const { found } = await search(known, {
      DescribeNetworkInterfaces: (body) =>
        body.includes("Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1")
          ? `<item><description>${ofAJob}</description><groupSet><item><groupId>sg-1</groupId></item></groupSet><networkInterfaceId>eni-1</networkInterfaceId></item><item><networkInterfaceId>eni-2</networkInterfaceId><description/></item><item><networkInterfaceId>eni-3</networkInterfaceId><description>RDS</description></item>`
          : "",
      DescribeSecurityGroups: () =>
        "<item><groupId>sg-0</groupId><groupName>default</groupName></item><item><groupId>sg-1</groupId><groupName>jobs</groupName></item><item><groupId>sg-2</groupId><ipPermissions><item><groups><item><groupId>sg-3</groupId></item></groups></item></ipPermissions><groupName>theirs</groupName></item>",
      DescribeSubnets: () => "<item><subnetId>subnet-1</subnetId></item><item><subnetId>subnet-2</subnetId></item>",
    });

    expect(found).toEqual([
      "the network interface eni-2 of others (no description) uses the network; delete the resource that it belongs to, or the interface with: aws ec2 delete-network-interface --network-interface-id eni-2",
      "the network interface eni-3 of others (RDS) uses the network; delete the resource that it belongs to, or the interface with: aws ec2 delete-network-interface --network-interface-id eni-3",
      "the security group sg-2 (theirs) of others is in the VPC; delete it with: aws ec2 delete-security-group --group-id sg-2",
      "the subnet subnet-2 of others is in the VPC; delete it with: aws ec2 delete-subnet --subnet-id subnet-2",
    ]);
  });

  it("looks only at the security groups of the deployment in the VPC of others", async () => {
    const { found, asked } = await search([resource("aws_security_group", { id: "sg-1" })], {
      DescribeNetworkInterfaces: () =>
        "<item><networkInterfaceId>eni-3</networkInterfaceId><description>RDS</description></item>",
    });

    expect(found).toHaveLength(1);
    expect(asked.map(({ body }) => body)).toEqual([expect.stringContaining("Filter.1.Name=group-id")]);
  });

  it("names tables and log groups with deletion protection", async () => {
    const { found } = await search(
      [
        resource("aws_dynamodb_table", { name: "waits" }, { name: "free" }),
        resource("aws_cloudwatch_log_group", { name: "/aws/batch/dev" }),
      ],
      {
        DescribeTable: (body) =>
          JSON.stringify({ Table: { TableName: "x", DeletionProtectionEnabled: body.includes("waits") } }),
        DescribeLogGroups: () =>
          JSON.stringify({
            logGroups: [
              { logGroupName: "/aws/batch/dev", deletionProtectionEnabled: true },
              { logGroupName: "/aws/batch/dev-2", deletionProtectionEnabled: true },
            ],
          }),
      },
    );

    expect(found).toEqual([
      "the table waits has deletion protection; remove it with: aws dynamodb update-table --table-name waits --no-deletion-protection-enabled",
      "the log group /aws/batch/dev has deletion protection; remove it with: aws logs put-log-group-deletion-protection --log-group-identifier /aws/batch/dev --no-deletion-protection-enabled",
    ]);
  });

  it("calls nothing for an empty state", async () => {
    expect(await search([{ mode: "data", type: "aws_vpc" }, {}], {})).toEqual({ found: [], unchecked: [], asked: [] });
  });

  it("ignores resources that were deleted manually", async () => {
    const { found, unchecked } = await search([RULE, ROLE], {
      ListTargetsByRule: () => ({ status: 400, body: '{"__type":"ResourceNotFoundException"}' }),
      ListAttachedRolePolicies: () => ({ status: 404, body: "<Error><Code>NoSuchEntity</Code></Error>" }),
      ListRolePolicies: () => ({ status: 404, body: "<Error><Code>NoSuchEntity</Code></Error>" }),
    });

    expect([...found, ...unchecked]).toEqual([]);
  });

  it.each([
    ["in XML", "<Error><Code>AccessDenied</Code></Error>", "AccessDenied"],
    ["in JSON", '{"__type":"com.amazon#AccessDeniedException"}', "AccessDeniedException"],
  ])("reports a check that AWS does not answer, with the code %s, and makes the others", async (_what, body, code) => {
    const { found, unchecked } = await search([VPC, RULE], {
      DescribeNetworkInterfaces: () => ({ status: 403, body }),
      ListTargetsByRule: () => JSON.stringify({ Targets: [{ Id: "audit", Arn: "arn" }] }),
    });

    expect(unchecked).toEqual([`users of the network: AWS answers 403 (${code})`]);
    expect(found).toHaveLength(1);
  });
});
