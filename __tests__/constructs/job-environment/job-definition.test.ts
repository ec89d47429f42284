import { z } from "zod";
import { JobDefinition, type JobDefinitionProps } from "../../../constructs/job-environment/job-definition";
import { JobRoles } from "../../../constructs/job-environment/job-roles";
import { LogGroup } from "../../../constructs/monitoring/log-group";
import { DEFAULT_RETRY_STRATEGY } from "../../../constructs/job-environment/retry-strategy";
import { GIVEN_LOCATION, onlyOf, synthConstruct } from "../synth-construct";

function synthJobDefinition(props: Partial<JobDefinitionProps> = {}): unknown {
  const { resource } = synthConstruct((scope) => {
    const logGroup = new LogGroup(scope, "log", { location: GIVEN_LOCATION, name: "/aws/batch/x", retentionDays: 1 });
    new JobDefinition(scope, "job-definition", {
      region: "eu-west-1",
      name: "poller-dev",
      image: "registry/job:1",
      command: ["echo", "Ref::message"],
      parameters: { message: "hello" },
      environment: { EXIT_CODE: "0" },
      vcpus: 0.25,
      memoryMib: 512,
      readonlyRootFilesystem: true,
      timeoutSeconds: 60,
      roles: new JobRoles(scope, "roles", { location: GIVEN_LOCATION, name: "poller-dev", logGroup }),
      logGroup,
      assignPublicIp: false,
      ...props,
    });
  });
  return onlyOf(resource, "aws_batch_job_definition");
}

describe("JobDefinition", () => {
  it("rejects a timeout below the Batch minimum and names the job definition", () => {
    expect(() => synthJobDefinition({ timeoutSeconds: 59 })).toThrow(
      "timeoutSeconds of job definition poller-dev must be at least 60, got 59",
    );
  });

  it("has the retry rules of the workflow", () => {
    expect(synthJobDefinition()).toMatchObject({
      retry_strategy: {
        attempts: DEFAULT_RETRY_STRATEGY.attempts,
        evaluate_on_exit: [
          { on_status_reason: "Host EC2*", action: "RETRY" },
          { on_status_reason: "Your Spot Task was interrupted*", action: "RETRY" },
          { on_status_reason: "CannotPullContainer*", action: "RETRY" },
          { on_status_reason: "T*", action: "RETRY" },
          { on_reason: "*", action: "EXIT" },
        ],
      },
    });
  });

  it("rejects container properties above the size limit of Batch", () => {
    expect(() => synthJobDefinition({ environment: { TEXT: "x".repeat(24 * 1024) } })).toThrow(
      /^container properties of job definition poller-dev must have at most 24576 bytes, has \d+; shorten/,
    );
  });

  it("has the secret with the credentials of the registry", () => {
    const imageCredentialsArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-a1b2c3";

    expect(JSON.stringify(synthJobDefinition({ imageCredentialsArn }))).toContain(
      String.raw`\"repositoryCredentials\":{\"credentialsParameter\":\"${imageCredentialsArn}\"}`,
    );
  });

  it("keeps old revisions for running executions", () => {
    expect(synthJobDefinition()).toMatchObject({ deregister_on_new_revision: false });
  });

  it("has the properties that Batch requires for Fargate", () => {
    const jobDefinition = z.looseObject({ container_properties: z.string() }).parse(synthJobDefinition());

    expect(jobDefinition).toMatchObject({ type: "container", platform_capabilities: ["FARGATE"] });
    expect(JSON.parse(jobDefinition.container_properties)).toMatchObject({
      resourceRequirements: [
        { type: "VCPU", value: "0.25" },
        { type: "MEMORY", value: "512" },
      ],
      fargatePlatformConfiguration: { platformVersion: "LATEST" },
      networkConfiguration: { assignPublicIp: "DISABLED" },
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/aws/batch/x", "awslogs-region": "eu-west-1" },
      },
      environment: [{ name: "EXIT_CODE", value: "0" }],
    });
  });
});
