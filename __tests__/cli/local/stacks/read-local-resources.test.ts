import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedApp } from "../../../../cli/local/synthesize-app";
import { readLocalResources } from "../../../../cli/local/stacks/read-local-resources";
import { givenApp } from "../../../../testing/given-app";

describe("readLocalResources", () => {
  let app: SynthesizedApp;
  let copy: string;
  beforeAll(async () => {
    app = await givenApp();
  }, 60_000);
  afterAll(() => app.remove());
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "poller-stacks-"));
    cpSync(app.path, copy, { recursive: true });
  });
  afterEach(() => {
    rmSync(copy, { recursive: true });
  });
  const fileOf = (stack: string): string => join(copy, "stacks", stack, "cdk.tf.json");
  const replaceIn = (stack: string, pattern: RegExp, replacement: string): void => {
    const text = readFileSync(fileOf(stack), "utf8");
    const changed = text.replace(pattern, () => replacement);
    expect(changed).not.toBe(text);
    writeFileSync(fileOf(stack), changed);
  };

  it("reads names, region, account and limits of the synthesized resources", () => {
    const environment = readLocalResources(copy, "dev");

    expect(environment).toMatchObject({
      region: "us-east-1",
      accountId: "123456789012",
      computeEnvironments: [{ type: "MANAGED", computeResources: { type: "FARGATE" } }],
      jobQueue: {
        jobQueueName: "job-status-poller-dev",
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: environment.computeEnvironments[0]?.computeEnvironmentName },
        ],
      },
      jobDefinition: { jobDefinitionName: "job-status-poller-dev", retryStrategy: { attempts: 3 } },
      stateMachine: { name: "job-status-poller-dev" },
    });
    expect(environment.jobQueue["jobStateTimeLimitActions"]).toContainEqual({
      action: "CANCEL",
      maxTimeSeconds: 600,
      reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
      state: "RUNNABLE",
    });
    expect(environment.functions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          functionArn: "arn:aws:lambda:us-east-1:123456789012:function:job-status-poller-dev-submit-job",
          handler: "index.handler",
          timeoutSeconds: 55,
          memoryMiB: 256,
        }),
      ]),
    );
  });

  it("names the missing stack and the commands to run", () => {
    expect(() => readLocalResources(copy, "prod")).toThrow(
      `no synthesized stack at ${join(copy, "stacks", "batch-prod", "cdk.tf.json")}; run "npm run build" and "npm run synth"`,
    );
  });

  it("rejects a stack that is not JSON", () => {
    writeFileSync(fileOf("batch-dev"), "{");

    expect(() => readLocalResources(copy, "dev")).toThrow(/^cannot read .*batch-dev.*cdk\.tf\.json \(.*JSON/);
  });

  it.each([
    ["job-poller-dev", /"memory_size": \d+/, '"memory_size": "much"', "memory_size"],
    ["job-poller-dev", /"handler": "index\.handler"/, '"handler": "main.run"', "must be index.NAME"],
    ["job-poller-dev", /\$\{data\.archive_file\.[\w-]+\.output_path\}/, "code.zip", "must refer to an archive_file"],
    ["job-poller-dev", /\\"StartAt\\":\\"/, '\\"StartAt\\":\\"${x}', "must be literal"],
    ["batch-dev", /\$\{aws_batch_compute_environment\.[\w-]+\.arn\}/, "arn:x", "must refer to a compute environment"],
  ])("names the invalid value in stack %s: %s", (stack, pattern, replacement, message) => {
    replaceIn(stack, pattern, replacement);

    expect(() => readLocalResources(copy, "dev")).toThrow(message);
  });

  it("rejects a queue that refers to a missing compute environment", () => {
    replaceIn(
      "batch-dev",
      /\$\{aws_batch_compute_environment\.[\w-]+\.arn\}/,
      "${aws_batch_compute_environment.gone.arn}",
    );

    expect(() => readLocalResources(copy, "dev")).toThrow("refers to compute environment gone");
  });

  it("rejects a second resource of a type that must be unique", () => {
    replaceIn("batch-dev", /"aws_batch_job_queue": \{/, '"aws_batch_job_queue": { "second": null,');

    expect(() => readLocalResources(copy, "dev")).toThrow("aws_batch_job_queue");
  });

  it("names the function whose bundle is missing", () => {
    rmSync(join(copy, "stacks", "job-poller-dev", "assets"), { recursive: true });

    expect(() => readLocalResources(copy, "dev")).toThrow(
      /^no bundle of Lambda function job-status-poller-dev-\w+-job at .*index\.js/,
    );
  });
});
