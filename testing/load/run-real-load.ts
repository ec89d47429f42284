import { join } from "node:path";
import { createScaledClock, createWorkerLambdas, type WorkerLambdas } from "local-aws";
import { CHECK_JOB_ARN, givenWorkflow, SUBMIT_JOB_ARN } from "../workflow/workflow-fixture";
import { type Load, type LoadEnds, runTogether } from "./run-together";

/**
 * Runs a load with the built functions over HTTP and one process per job.
 * @param speed - seconds on the clock of the endpoints per real second
 */
export async function runRealLoad(load: Load, speed: number): Promise<LoadEnds> {
  const clock = createScaledClock(speed);
  let jobs = 0;
  let lambdas: WorkerLambdas | undefined;
  const workflow = await givenWorkflow({
    clock,
    batch: {
      onEvent: ({ status }) => {
        if (status === "SUBMITTED") jobs += 1;
      },
    },
    lambdas: (batch) => {
      lambdas = createWorkerLambdas(
        [givenFunction("submit-job", SUBMIT_JOB_ARN), givenFunction("check-job", CHECK_JOB_ARN)],
        {
          clock,
          extraEnvironment: { AWS_ENDPOINT_URL_BATCH: batch.url },
        },
      );
      return lambdas;
    },
  });
  try {
    return await runTogether(workflow, clock, load, () => jobs);
  } finally {
    await lambdas?.close();
    await workflow.close();
  }
}

const givenFunction = (name: string, functionArn: string) => ({
  functionArn,
  functionName: name,
  codeFile: join(__dirname, "..", "..", "build", "lambdas", name, "index.js"),
  handler: "index.handler",
  environment: {},
  memoryMiB: 256,
  timeoutSeconds: 30,
});
