import * as z from "zod";
import { describeJob } from "../../../workflow/result/describe-job";
import { FAILURE_OUTPUT, SUCCESS_OUTPUT } from "../../../workflow/definitions/sync-definition";
import { DOCUMENTED_SHAPES } from "./documented-shapes";
import { evaluateExpression, toPascalCase } from "../definitions/evaluate-expression";
import { givenInput } from "../../../testing/workflow/input-fixture";
import { CREATED_AT_MS, JOB_ARN, JOB_ID } from "../../../testing/workflow/job-fixture";
import { expectedOf, summarize, type JobShape } from "./job-shape";
import { MORE_SHAPES } from "./more-shapes";

const FACTS = { polls: 0, reused: false, duplicates: [] };
const IDENTITY = { jobId: JOB_ID, jobArn: JOB_ARN, jobName: "my-job", createdAt: CREATED_AT_MS };
const failureSchema = z.object({ error: z.string(), cause: z.string() });

const singleJobs = [...DOCUMENTED_SHAPES, ...MORE_SHAPES]
  .filter(({ children }) => children === undefined)
  .map((shape): [string, JobShape] => [shape.title, shape]);

async function describeInSync(job: object, status: string | undefined): Promise<unknown> {
  if (status === "SUCCEEDED")
    return evaluateExpression(SUCCESS_OUTPUT, { result: toPascalCase(job), input: givenInput() });
  const errorOutput = { Error: "States.TaskFailed", Cause: JSON.stringify(toPascalCase(job)) };
  const failure = failureSchema.parse(await evaluateExpression(FAILURE_OUTPUT, { errorOutput, input: givenInput() }));
  return JSON.parse(failure.cause);
}

it.each(singleJobs)("reports the cause of the failure: %s", (_title, shape) => {
  const result = describeJob({ ...IDENTITY, ...shape.job }, FACTS);

  expect(summarize(result, shape)).toEqual(expectedOf(shape));
});

it.each(singleJobs)("returns the same result with both integrations: %s", async (_title, { job }) => {
  const described = { ...IDENTITY, ...job };

  expect(await describeInSync(described, job.status)).toEqual(describeJob(described, FACTS));
});
