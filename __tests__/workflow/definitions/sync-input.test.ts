import * as z from "zod";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { INPUT_IS_ACCEPTED, REJECTION_CAUSE, SUBMIT_JOB_ARGUMENTS } from "../../../workflow/definitions/sync-input";
import { evaluateExpression } from "./evaluate-expression";
import { givenInput } from "../../../testing/workflow/input-fixture";

const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:poller:run";
const context = { Execution: { Id: EXECUTION_ARN } };
const jobResultSchema = z.looseObject({ statusReason: z.string() });

describe("SubmitJob's request", () => {
  const argumentsOf = (input: unknown) => evaluateExpression(SUBMIT_JOB_ARGUMENTS, { input, context });
  const tag = { "job-status-poller:execution-arn": EXECUTION_ARN };

  it("contains the given fields in PascalCase and the tag with the execution's ARN", async () => {
    const input = { jobName: "my-job", jobDefinition: "d", jobQueue: "q", wait_time: 60, overall_timeout: 90 };

    expect(await argumentsOf(input)).toEqual({ JobName: "my-job", JobDefinition: "d", JobQueue: "q", Tags: tag });
  });

  it("keeps empty and single-item arrays, and converts nested fields", async () => {
    const request = await argumentsOf({
      containerOverrides: {
        command: ["ls"],
        environment: [{ name: "A", value: "b" }],
        resourceRequirements: [],
        vcpus: 1,
      },
      retryStrategy: { attempts: 1, evaluateOnExit: [{ onReason: "*", action: "EXIT" }] },
      dependsOn: [{ jobId: "a", type: "N_TO_N" }],
      arrayProperties: { size: 2 },
      propagateTags: true,
    });

    expect(request).toEqual({
      ContainerOverrides: {
        Command: ["ls"],
        Environment: [{ Name: "A", Value: "b" }],
        ResourceRequirements: [],
        Vcpus: 1,
      },
      RetryStrategy: { Attempts: 1, EvaluateOnExit: [{ OnReason: "*", Action: "EXIT" }] },
      DependsOn: [{ JobId: "a", Type: "N_TO_N" }],
      ArrayProperties: { Size: 2 },
      PropagateTags: true,
      Tags: tag,
    });
  });

  it("does not rename user-defined keys", async () => {
    const request = await argumentsOf({
      parameters: { fileName: "a", count: 3, flag: true },
      tags: { team: "a", "job-status-poller:execution-arn": "forged" },
      eksPropertiesOverride: {
        podProperties: {
          containers: [{ name: "m", resources: { limits: { memory: "1Gi" }, requests: { cpu: "1" } } }],
          metadata: { labels: { app: "x" }, annotations: { note: "y" } },
        },
      },
    });

    expect(request).toEqual({
      Parameters: { fileName: "a", count: "3", flag: "true" },
      Tags: { team: "a", ...tag },
      EksPropertiesOverride: {
        PodProperties: {
          Containers: [{ Name: "m", Resources: { Limits: { memory: "1Gi" }, Requests: { cpu: "1" } } }],
          Metadata: { Labels: { app: "x" }, Annotations: { note: "y" } },
        },
      },
    });
  });

  it("omits nulls at every depth and the fields of the workflow", async () => {
    const request = await argumentsOf({
      jobName: "a",
      jobId: null,
      queue_timeout: null,
      run_timeout: null,
      timeout: null,
      parameters: null,
      tags: null,
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: "arn",
      Comment: "nightly",
      containerOverrides: { vcpus: null, command: null, resourceRequirements: [{ type: "VCPU", value: "1" }] },
      retryStrategy: { attempts: null },
    });

    expect(request).toEqual({
      JobName: "a",
      ContainerOverrides: { ResourceRequirements: [{ Type: "VCPU", Value: "1" }] },
      RetryStrategy: {},
      Tags: tag,
    });
  });

  it("sets the job's timeout from run_timeout", async () => {
    expect(await argumentsOf({ run_timeout: 60 })).toEqual({ Timeout: { AttemptDurationSeconds: 60 }, Tags: tag });
  });

  it.each([{ parameters: {} }, { tags: {} }])("accepts an empty object: %j", async (input) => {
    expect(await argumentsOf(input)).toEqual({ Tags: tag });
  });
});

describe("the input", () => {
  it.each([
    givenInput(),
    givenInput({ run_timeout: 60, overall_timeout: 90, tags: {} }),
    {},
    givenInput({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: "arn", Comment: "nightly" }),
    givenInput({ jobId: null, queue_timeout: null, overall_timeout: null, parameters: null, tags: null }),
    givenInput({ run_timeout: 60, timeout: { attemptDurationSeconds: null } }),
  ])("accepts an input whose fields are all supported: %j", async (input) => {
    expect(await evaluateExpression(INPUT_IS_ACCEPTED, { input })).toBe(true);
  });

  it.each([
    [givenInput({ queue_timeout: 60 }), "not supported by the sync integration: queue_timeout; the fields are "],
    [{ jobId: "a", colour: "red" }, "not supported by the sync integration: jobId, colour; the fields are "],
    [
      givenInput({ overall_timeout: "soon" }),
      "overall_timeout must be an integer from 1 to 31,536,000, got a string of 4 characters",
    ],
    [givenInput({ overall_timeout: 0 }), "overall_timeout must be an integer from 1 to 31,536,000, got 0"],
    [givenInput({ overall_timeout: 1.5 }), "overall_timeout must be an integer from 1 to 31,536,000, got 1.5"],
    [
      givenInput({ run_timeout: 60, timeout: { attemptDurationSeconds: 60 } }),
      "run_timeout must not be given together with timeout",
    ],
    [givenInput({ overall_timeout: { a: 1 } }), "31,536,000, got an object with 1 field"],
    [givenInput({ parameters: "x=y" }), "parameters must be an object of strings, got a string of 3 characters"],
    [givenInput({ tags: ["a", "b"] }), "tags must be an object of strings, got an array of 2 items"],
    [givenInput({ parameters: { a: null } }), "parameters.a must be a string, a number or a boolean, got null"],
    [
      givenInput({ parameters: { order: 1785291740123456789 } }),
      "parameters.order must be given as a string, because it is an integer beyond 9,007,199,254,740,991",
    ],
    [
      givenInput({ containerOverrides: { environment: [{ name: "A", value: null }] } }),
      "name and value in environment and resourceRequirements must be strings, got null",
    ],
    [givenInput({ colour: null }), "not supported by the sync integration: colour; the fields are "],
    [["a"], "the input must be a JSON object, got an array of 1 item"],
    ["text", "the input must be a JSON object, got a string of 4 characters"],
    [null, "the input must be a JSON object, got null"],
  ])("rejects unsupported and invalid fields by name: %j", async (input, reason) => {
    const cause = await evaluateExpression(REJECTION_CAUSE, { input });

    expect(await evaluateExpression(INPUT_IS_ACCEPTED, { input })).toBe(false);
    const { statusReason, ...result } = jobResultSchema.parse(JSON.parse(String(cause)));
    expect(statusReason).toContain(reason);
    expect({ ...result, statusReason: null }).toEqual({ ...EMPTY_RESULT, category: "InvalidRequest" });
  });
});
