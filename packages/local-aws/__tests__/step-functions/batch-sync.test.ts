import { VirtualClock } from "../../src/clock";
import { call, closeEndpoints, create, givenEndpoint, run, single, summarize, waitForEnd } from "./fixtures";
import { containing } from "../../../../testing/matchers";
import type { CallEndpoint } from "../../src/call-endpoint";

afterEach(closeEndpoints);

const task = {
  Type: "Task",
  Resource: "arn:aws:states:::batch:submitJob.sync",
  Parameters: {
    "JobName.$": "$.jobName",
    JobDefinition: "def",
    JobQueue: "queue",
    Parameters: { InputFile: "x" },
    ContainerOverrides: { Environment: [{ Name: "A", Value: "1" }] },
    Tags: { Team: "t" },
  },
};
const input = { jobName: "my-job" };

/** Batch endpoint that ends its job after a time on the clock. */
function givenBatch(clock: VirtualClock, runsForSeconds: number, end: object) {
  const calls: [string, unknown][] = [];
  let endsAt = Number.POSITIVE_INFINITY;
  const callBatch: CallEndpoint = (operation, request) => {
    calls.push([operation, request]);
    if (operation === "SubmitJob") {
      endsAt = clock.now() + runsForSeconds * 1000;
      return Promise.resolve({ status: 200, body: { jobId: "j-1", jobName: "my-job", jobArn: "arn:j-1" } });
    }
    if (operation === "DescribeJobs" && calls.length === 3) return Promise.resolve({ status: 500, body: {} });
    const running = { jobId: "j-1", status: "RUNNING" };
    return Promise.resolve({
      status: 200,
      body: { jobs: [clock.now() >= endsAt ? { jobId: "j-1", ...end } : running] },
    });
  };
  return { callBatch, calls };
}

describe("batch:submitJob.sync", () => {
  it("terminates the job if the execution is stopped during the submission", async () => {
    const clock = new VirtualClock();
    const { callBatch, calls } = givenBatch(clock, 3600, { status: "SUCCEEDED" });
    let stop: () => void = () => undefined;
    const endpoint = await givenEndpoint(
      {},
      {
        clock,
        callBatch: (operation, request) => {
          if (operation === "SubmitJob") stop();
          return callBatch(operation, request);
        },
      },
    );
    const unsubscribe = endpoint.onExecutionStatusChange(({ detail: { executionArn } }) => {
      stop = () => void endpoint.call("StopExecution", { executionArn });
    });

    const { status } = await run(endpoint, single(task), input);
    await clock.sleep(1_000);
    unsubscribe();

    expect(status).toBe("ABORTED");
    expect(calls.map(([operation]) => operation)).toEqual(["SubmitJob", "TerminateJob"]);
  });

  it("reports throttling by Batch in the cause", async () => {
    const callBatch: CallEndpoint = () => Promise.resolve({ status: 429, body: { message: "Too Many Requests" } });
    const endpoint = await givenEndpoint({}, { clock: new VirtualClock(), callBatch });

    const { error, cause } = await run(endpoint, single(task), input);

    expect(error).toBe("Batch.TooManyRequestsException");
    expect(cause).toContain("Status Code: 429; Error Code: TooManyRequestsException");
  });

  it("converts the keys to those of Batch, waits, and converts the job back", async () => {
    const clock = new VirtualClock();
    const end = {
      status: "SUCCEEDED",
      attempts: [{ container: { exitCode: 0 } }],
      tags: { team: "t" },
      parameters: { inputFile: "x" },
    };
    const { callBatch, calls } = givenBatch(clock, 3600, end);
    const endpoint = await givenEndpoint({}, { clock, callBatch });

    const result = await run(endpoint, single(task), input);

    expect(calls[0]).toEqual([
      "SubmitJob",
      {
        jobName: "my-job",
        jobDefinition: "def",
        jobQueue: "queue",
        parameters: { InputFile: "x" },
        containerOverrides: {
          environment: [
            { name: "A", value: "1" },
            { name: "MANAGED_BY_AWS", value: "STARTED_BY_STEP_FUNCTIONS" },
          ],
        },
        tags: { Team: "t" },
      },
    ]);
    expect(result.output).toEqual({
      JobId: "j-1",
      Status: "SUCCEEDED",
      Attempts: [{ Container: { ExitCode: 0 } }],
      Tags: { team: "t" },
      Parameters: { inputFile: "x" },
    });
    expect(summarize(result.events).slice(2)).toEqual([
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSubmitted",
      "6<5 TaskSucceeded",
      "7<6 TaskStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    expect((result.stopDate ?? 0) - result.startDate).toBeLessThan(3600 * 1.011);
    expect(calls.length).toBeLessThan(1000);
  });

  it("fails with States.TaskFailed and the job as cause when the job fails", async () => {
    const clock = new VirtualClock();
    const { callBatch } = givenBatch(clock, 5, {
      status: "FAILED",
      statusReason: "Essential container in task exited",
    });
    const endpoint = await givenEndpoint({}, { clock, callBatch });

    const { error, cause } = await run(endpoint, single(task), input);

    expect(error).toBe("States.TaskFailed");
    expect(JSON.parse(cause ?? "")).toEqual({
      JobId: "j-1",
      Status: "FAILED",
      StatusReason: "Essential container in task exited",
    });
  });

  it.each([
    [
      400,
      { message: "JobQueue queue not found" },
      "Batch.ClientException",
      "JobQueue queue not found (Service: AWSBatch; Status Code: 400;",
    ],
    [500, "oops", "Batch.ServerException", "no message"],
    [429, { __type: "x#TooManyRequestsException", Message: "slow" }, "Batch.TooManyRequestsException", "slow"],
  ])("fails with the error of Batch for status %d", async (status, body, expectedError, words) => {
    const endpoint = await givenEndpoint({}, { callBatch: () => Promise.resolve({ status, body }) });

    const { events, error, cause } = await run(endpoint, single(task), input);

    expect(error).toBe(expectedError);
    expect(cause).toContain(words);
    expect(summarize(events)[4]).toBe("5<4 TaskSubmitFailed");
  });

  it("terminates the job when the task times out", async () => {
    const clock = new VirtualClock();
    const { callBatch, calls } = givenBatch(clock, 1e6, {});
    const endpoint = await givenEndpoint({}, { clock, callBatch });

    const { error } = await run(endpoint, single({ ...task, TimeoutSeconds: 100 }), input);

    expect(error).toBe("States.Timeout");
    expect(calls.at(-1)).toEqual(["TerminateJob", { jobId: "j-1", reason: containing("stopped or timed out") }]);
  });

  it("terminates the job when the execution is stopped", async () => {
    const clock = new VirtualClock();
    clock.hold();
    const { callBatch, calls } = givenBatch(clock, 1e6, {});
    const endpoint = await givenEndpoint({}, { clock, callBatch });
    const arn = await create(endpoint, single(task));
    const { executionArn = "" } = await call(endpoint, "StartExecution", {
      stateMachineArn: arn,
      input: JSON.stringify(input),
    });
    await new Promise((resolve) => setImmediate(resolve));

    await call(endpoint, "StopExecution", { executionArn });

    expect((await waitForEnd(endpoint, executionArn)).status).toBe("ABORTED");
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls.at(-1)?.[0]).toBe("TerminateJob");
  });

  it("rejects the definition if there is no Batch endpoint", async () => {
    const endpoint = await givenEndpoint();

    await expect(create(endpoint, single(task))).rejects.toThrow(
      "local mode does not support task resource arn:aws:states:::batch:submitJob.sync; supported: Lambda function ARNs and lambda:invoke",
    );
  });
});
