import * as z from "zod";
import { type BatchEndpoint, type Clock } from "local-aws";
import { createInProcessLambdas } from "local-aws/testing";
import { CHECK_JOB_ARN, SUBMIT_JOB_ARN, type WorkflowOptions } from "./workflow-fixture";

/** AWS's sample as it stands: its functions know only the job's ID, and its loop only wait_time. */
const SAMPLE_DEFINITION = {
  StartAt: "Submit Job",
  States: {
    "Submit Job": { Type: "Task", Resource: SUBMIT_JOB_ARN, ResultPath: "$.guid", Next: "Wait X Seconds" },
    "Wait X Seconds": { Type: "Wait", SecondsPath: "$.wait_time", Next: "Get Job Status" },
    "Get Job Status": {
      Type: "Task",
      Resource: CHECK_JOB_ARN,
      InputPath: "$.guid",
      ResultPath: "$.status",
      Next: "Job Complete?",
    },
    "Job Complete?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.status", StringEquals: "FAILED", Next: "Job Failed" },
        { Variable: "$.status", StringEquals: "SUCCEEDED", Next: "Get Final Job Status" },
      ],
      Default: "Wait X Seconds",
    },
    "Job Failed": { Type: "Fail", Cause: "AWS Batch Job Failed", Error: "DescribeJob returned FAILED" },
    "Get Final Job Status": { Type: "Task", Resource: CHECK_JOB_ARN, InputPath: "$.guid", End: true },
  },
};

const sampleInput = z.object({ jobName: z.string(), jobDefinition: z.string(), jobQueue: z.string() });
const sampleLambdas = (batch: BatchEndpoint, clock: Clock) =>
  createInProcessLambdas(
    new Map([
      [
        SUBMIT_JOB_ARN,
        async (event: unknown) =>
          z.object({ jobId: z.string() }).parse((await batch.call("SubmitJob", sampleInput.parse(event))).body).jobId,
      ],
      [
        CHECK_JOB_ARN,
        async (jobId: unknown) =>
          z
            .object({ jobs: z.tuple([z.object({ status: z.string() })]) })
            .parse((await batch.call("DescribeJobs", { jobs: [jobId] })).body).jobs[0].status,
      ],
    ]),
    clock,
  );

/** The sample, for givenWorkflow. */
export const SAMPLE_WORKFLOW: Partial<WorkflowOptions> = { definition: SAMPLE_DEFINITION, lambdas: sampleLambdas };
