import { z } from "zod";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "../../testing/given-deployment";

const EXISTING_NETWORK = { VPC_ID: "vpc-0a1b2c3d", SUBNET_IDS: "subnet-0a1b2c3d,subnet-0a1b2c3e" };

const JOB_QUEUE_ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/nightly";
const JOB_DEFINITION_ARN = "arn:aws:batch:eu-west-1:123456789012:job-definition/nightly";

function containerPropertiesOf(stack: SynthesizedStack): unknown {
  return JSON.parse(z.string().parse(resourceOf(stack, "aws_batch_job_definition")["container_properties"]));
}

describe("BatchStack", () => {
  it("matches the snapshot", () => {
    expect(synthEnvironment().batch).toMatchSnapshot();
  });

  it("names queue, job definition and log group after the environment", () => {
    const { batch } = synthEnvironment();

    expect(resourceOf(batch, "aws_batch_job_queue")).toMatchObject({ name: "job-status-poller-dev" });
    expect(resourceOf(batch, "aws_batch_job_definition")).toMatchObject({ name: "job-status-poller-dev" });
    expect(resourceOf(batch, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/batch/job-status-poller-dev",
      retention_in_days: 30,
    });
  });

  it("has container properties without Terraform expressions, as the local mode requires", () => {
    const { batch } = synthEnvironment();

    expect(resourceOf(batch, "aws_batch_job_definition")["container_properties"]).not.toContain("${");
    expect(containerPropertiesOf(batch)).toMatchObject({
      executionRoleArn: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-execution-eu-west-1",
      jobRoleArn: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-eu-west-1",
      logConfiguration: { options: { "awslogs-group": "/aws/batch/job-status-poller-dev" } },
    });
  });

  it("creates a network with public IP addresses for jobs by default", () => {
    const { batch } = synthEnvironment();

    expect(resourcesOf(batch, "aws_vpc")).toHaveLength(1);
    expect(resourcesOf(batch, "aws_subnet")).toHaveLength(2);
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp: "ENABLED" } });
  });

  it.each([
    ["DISABLED", {}],
    ["ENABLED", { ASSIGN_PUBLIC_IP: "ENABLED" }],
  ])("uses an existing network and creates none, public address %s", (assignPublicIp, settings) => {
    const { batch } = synthEnvironment({ ...EXISTING_NETWORK, ...settings });

    expect(resourcesOf(batch, "aws_vpc")).toEqual([]);
    expect(resourceOf(batch, "aws_security_group")).toMatchObject({ vpc_id: "vpc-0a1b2c3d" });
    expect(resourceOf(batch, "aws_batch_compute_environment")).toMatchObject({
      compute_resources: { subnets: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"] },
    });
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp } });
  });

  it("falls back from Spot to On-Demand capacity, with one compute environment each", () => {
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

  it("destroys the queue before the compute environments", () => {
    const { batch } = synthEnvironment({ CAPACITY_TYPE: "FARGATE_SPOT", CAPACITY_FALLBACK: "FARGATE" });

    // Terraform destroys dependents of a resource first.
    const queue = JSON.stringify(resourceOf(batch, "aws_batch_job_queue"));
    const environments = Object.keys(batch.resource["aws_batch_compute_environment"] ?? {});
    expect(environments).toHaveLength(2);
    expect(environments.filter((id) => !queue.includes(`aws_batch_compute_environment.${id}.arn`))).toEqual([]);
  });

  it("passes on capacity type, size, image, timeout and retention", () => {
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

  it("runs the image's own command, on a writable root file system, with an image other than the sample's", () => {
    const { batch } = synthEnvironment({ JOB_IMAGE: "registry/job:7" });

    const container = containerPropertiesOf(batch);
    expect(container).not.toHaveProperty("command");
    expect(container).toMatchObject({ environment: [], readonlyRootFilesystem: false });
    expect(resourceOf(batch, "aws_batch_job_definition")["parameters"]).toEqual({});
  });

  it("keeps the sample's script with the sample's image, and adds the environment", () => {
    const { batch } = synthEnvironment({ JOB_ENVIRONMENT: '{"STAGE":"test"}' });

    const container = containerPropertiesOf(batch);
    expect(container).toHaveProperty("command.3", "sample-job");
    expect(container).toMatchObject({
      environment: [
        { name: "EXIT_CODE", value: "0" },
        { name: "STAGE", value: "test" },
      ],
      readonlyRootFilesystem: true,
    });
  });

  it("passes on command, size, disk, architecture, environment and attempts", () => {
    const { batch } = synthEnvironment({
      JOB_COMMAND: '["python","main.py"]',
      JOB_VCPUS: "1",
      JOB_MEMORY_MIB: "4096",
      JOB_EPHEMERAL_STORAGE_GIB: "50",
      JOB_ARCHITECTURE: "ARM64",
      JOB_ENVIRONMENT: '{"STAGE":"test"}',
      JOB_RETRY_ATTEMPTS: "1",
    });

    expect(containerPropertiesOf(batch)).toMatchObject({
      command: ["python", "main.py"],
      environment: [{ name: "STAGE", value: "test" }],
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "4096" },
      ],
      ephemeralStorage: { sizeInGiB: 50 },
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    });
    expect(resourceOf(batch, "aws_batch_job_definition")).toMatchObject({ retry_strategy: { attempts: 1 } });
  });

  it("passes on braces after $ and % without a Terraform template", () => {
    const command = ["sh", "-c", "echo ${HOME} $${HOME} %{if} $(date)"];
    const { batch } = synthEnvironment({ JOB_COMMAND: JSON.stringify(command) });

    expect(resourceOf(batch, "aws_batch_job_definition")["container_properties"]).not.toMatch(/[$%]\{/);
    expect(containerPropertiesOf(batch)).toMatchObject({ command });
  });

  it("creates no network and no queue if there is a queue, and uses the setting for public IP addresses", () => {
    const { batch } = synthEnvironment({ JOB_QUEUE_ARN, ASSIGN_PUBLIC_IP: "ENABLED" });

    expect(Object.keys(batch.resource).sort()).toEqual([
      "aws_batch_job_definition",
      "aws_cloudwatch_log_group",
      "aws_iam_role",
      "aws_iam_role_policy",
    ]);
    expect(containerPropertiesOf(batch)).toMatchObject({ networkConfiguration: { assignPublicIp: "ENABLED" } });
  });

  it("creates no job definition, roles or log group if there is a job definition", () => {
    const { batch } = synthEnvironment({ JOB_DEFINITION_ARN });

    const types = Object.keys(batch.resource);
    expect(types).toEqual(expect.arrayContaining(["aws_batch_job_queue", "aws_batch_compute_environment", "aws_vpc"]));
    expect(types.filter((type) => /job_definition|log_group|iam/.test(type))).toEqual([]);
  });

  it("exists without resources if queue and job definition exist, so that its old resources are destroyed", () => {
    const { batch } = synthEnvironment({ JOB_QUEUE_ARN, JOB_DEFINITION_ARN });

    expect(batch.resource).toEqual({});
    expect(batch.terraform).toHaveProperty("backend");
  });
});
