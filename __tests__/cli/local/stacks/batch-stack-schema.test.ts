import { batchStackSchema } from "../../../../cli/local/stacks/batch-stack-schema";
import { synthEnvironment } from "../../../../testing/given-deployment";

describe("batchStackSchema", () => {
  it("reads a job with every setting", () => {
    const { batch } = synthEnvironment({
      JOB_IMAGE: "registry/job:7",
      JOB_COMMAND: '["sh","-c","echo ${HOME}"]',
      JOB_VCPUS: "1",
      JOB_EPHEMERAL_STORAGE_GIB: "50",
      JOB_ARCHITECTURE: "ARM64",
      JOB_ENVIRONMENT: '{"STAGE":"test"}',
      JOB_SECRETS: '{"DSN":"arn:aws:ssm:eu-west-1:123456789012:parameter/dsn"}',
      JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/nightly",
      JOB_RETRY_ATTEMPTS: "2",
      JOB_EGRESS: "all",
    });

    const { resource } = batchStackSchema.parse(batch);

    expect(resource.aws_batch_job_definition).toMatchObject({
      parameters: {},
      retryStrategy: { attempts: 2 },
      containerProperties: {
        image: "registry/job:7",
        command: ["sh", "-c", "echo ${HOME}"],
        environment: [{ name: "STAGE", value: "test" }],
        secrets: [{ name: "DSN", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/dsn" }],
        ephemeralStorage: { sizeInGiB: 50 },
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        readonlyRootFilesystem: false,
        jobRoleArn: "arn:aws:iam::123456789012:role/nightly",
      },
    });
  });

  it("reads the name prefix of AWS provider 6", () => {
    const { batch } = synthEnvironment({});
    const later: unknown = JSON.parse(
      JSON.stringify(batch).replaceAll('"compute_environment_name_prefix"', '"name_prefix"'),
    );

    expect(JSON.stringify(later)).toContain('"name_prefix":"job-status-poller-dev-fargate-"');
    expect(batchStackSchema.parse(later)).toEqual(batchStackSchema.parse(batch));
  });
});
