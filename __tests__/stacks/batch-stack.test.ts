import { z } from "zod";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "./given-deployment";

const EXISTING_NETWORK = { VPC_ID: "vpc-0a1b2c3d", SUBNET_IDS: "subnet-0a1b2c3d,subnet-0a1b2c3e" };

const JOB_QUEUE_ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/nightly";
const JOB_DEFINITION_ARN = "arn:aws:batch:eu-west-1:123456789012:job-definition/nightly";

function containerPropertiesOf(stack: SynthesizedStack): unknown {
  return JSON.parse(z.string().parse(resourceOf(stack, "aws_batch_job_definition")["container_properties"]));
}

describe("BatchStack", () => {
  it("synthesizes the same Terraform as before", () => {
    expect(synthEnvironment().batch).toMatchSnapshot();
  });

  it("calls queue, job definition and job log by the environment's name", () => {
    const { batch } = synthEnvironment();

    expect(resourceOf(batch, "aws_batch_job_queue")).toMatchObject({ name: "job-status-poller-dev" });
    expect(resourceOf(batch, "aws_batch_job_definition")).toMatchObject({ name: "job-status-poller-dev" });
    expect(resourceOf(batch, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/batch/job-status-poller-dev",
      retention_in_days: 30,
    });
  });

  it("has container properties without a Terraform expression, so that local mode can register them as they are", () => {
    const { batch } = synthEnvironment();

    expect(resourceOf(batch, "aws_batch_job_definition")["container_properties"]).not.toContain("${");
    expect(containerPropertiesOf(batch)).toMatchObject({
      executionRoleArn: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-execution-eu-west-1",
      jobRoleArn: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-eu-west-1",
      logConfiguration: { options: { "awslogs-group": "/aws/batch/job-status-poller-dev" } },
    });
  });

  it("makes a network whose jobs have a public address when none is given", () => {
    const { batch } = synthEnvironment();

    expect(resourcesOf(batch, "aws_vpc")).toHaveLength(1);
    expect(resourcesOf(batch, "aws_subnet")).toHaveLength(2);
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp: "ENABLED" } });
  });

  it.each([
    ["DISABLED", {}],
    ["ENABLED", { ASSIGN_PUBLIC_IP: "ENABLED" }],
  ])("uses a given network and makes none, public address %s", (assignPublicIp, settings) => {
    const { batch } = synthEnvironment({ ...EXISTING_NETWORK, ...settings });

    expect(resourcesOf(batch, "aws_vpc")).toEqual([]);
    expect(resourceOf(batch, "aws_security_group")).toMatchObject({ vpc_id: "vpc-0a1b2c3d" });
    expect(resourceOf(batch, "aws_batch_compute_environment")).toMatchObject({
      compute_resources: { subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"] },
    });
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp } });
  });

  it("falls back from spot to on-demand capacity in an environment of its own, in that order", () => {
    const { batch } = synthEnvironment({ CAPACITY_TYPE: "FARGATE_SPOT", CAPACITY_FALLBACK: "FARGATE" });

    const environments = Object.entries(batch.resource["aws_batch_compute_environment"] ?? {}).map(
      ([id, attributes]) => {
        const { type } = z.object({ type: z.string() }).parse(attributes["compute_resources"]);
        return { arn: `\${aws_batch_compute_environment.${id}.arn}`, type };
      },
    );
    const order = z
      .array(z.object({ order: z.number(), compute_environment: z.string() }))
      .parse(resourceOf(batch, "aws_batch_job_queue")["compute_environment_order"]);
    const typeOf = (arn: string): unknown => environments.find((environment) => environment.arn === arn)?.type;
    expect(order.map((entry) => [entry.order, typeOf(entry.compute_environment)])).toEqual([
      [1, "FARGATE_SPOT"],
      [2, "FARGATE"],
    ]);
  });

  it("deletes the queue before the compute environments, which Batch would not delete while the queue uses them", () => {
    const { batch } = synthEnvironment({ CAPACITY_TYPE: "FARGATE_SPOT", CAPACITY_FALLBACK: "FARGATE" });

    // Terraform destroys what refers to a resource before the resource.
    const queue = JSON.stringify(resourceOf(batch, "aws_batch_job_queue"));
    const environments = Object.keys(batch.resource["aws_batch_compute_environment"] ?? {});
    expect(environments).toHaveLength(2);
    expect(environments.filter((id) => !queue.includes(`aws_batch_compute_environment.${id}.arn`))).toEqual([]);
  });

  it("passes capacity type, size, image, timeout and retention on", () => {
    const { batch } = synthEnvironment({
      CAPACITY_TYPE: "FARGATE_SPOT",
      MAX_VCPUS: "16",
      JOB_IMAGE: "registry/job:7",
      JOB_TIMEOUT_SECONDS: "120",
      LOG_RETENTION_DAYS: "7",
    });

    expect(resourceOf(batch, "aws_batch_compute_environment")).toMatchObject({
      compute_resources: { type: "FARGATE_SPOT", max_vcpus: 16 },
    });
    expect(resourceOf(batch, "aws_batch_job_definition")).toMatchObject({ timeout: { attempt_duration_seconds: 120 } });
    expect(containerPropertiesOf(batch)).toMatchObject({ image: "registry/job:7" });
    expect(resourceOf(batch, "aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 7 });
  });

  it("makes neither network nor queue when there is a queue, and says whether its jobs get a public address", () => {
    const { batch } = synthEnvironment({ JOB_QUEUE_ARN, ASSIGN_PUBLIC_IP: "ENABLED" });

    expect(Object.keys(batch.resource).sort()).toEqual([
      "aws_batch_job_definition",
      "aws_cloudwatch_log_group",
      "aws_iam_role",
      "aws_iam_role_policy",
    ]);
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp: "ENABLED" } });
  });

  it("makes neither job definition nor its roles and log when there is a job definition", () => {
    const { batch } = synthEnvironment({ JOB_DEFINITION_ARN });

    const types = Object.keys(batch.resource);
    expect(types).toEqual(expect.arrayContaining(["aws_batch_job_queue", "aws_batch_compute_environment", "aws_vpc"]));
    expect(types.filter((type) => /job_definition|log_group|iam/.test(type))).toEqual([]);
  });

  it("is there without a resource when queue and job definition exist, so that what it had made is taken away", () => {
    const { batch } = synthEnvironment({ JOB_QUEUE_ARN, JOB_DEFINITION_ARN });

    expect(batch.resource).toEqual({});
    expect(batch.terraform).toHaveProperty("backend");
  });
});
