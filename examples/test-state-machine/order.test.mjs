import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createSimulatedRunner, startLocalAws, VirtualClock } from "local-aws";

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const DEFINITION = readFileSync(fileOf("order.asl.json"), "utf8");
const CHECK_STOCK = {
  functionName: "check-stock",
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:check-stock",
  codeFile: fileOf("check-stock.cjs"),
  handler: "check-stock.handler",
  environment: {},
  memoryMiB: 128,
  timeoutSeconds: 3,
};

/** Commands of the jobs that ran. */
let commands;
let aws;

beforeEach(async () => {
  commands = [];
  // The clock jumps to the next event: the wait of a day in the state machine takes milliseconds.
  const clock = new VirtualClock();
  const runner = createSimulatedRunner(clock, ({ command }) => {
    commands.push(command.join(" "));
    return { exitCode: 0, runsForMs: 1000 };
  });
  aws = await startLocalAws({ clock, runner, functions: [CHECK_STOCK] });
  await call(aws.callBatch, "CreateComputeEnvironment", {
    computeEnvironmentName: "local",
    type: "UNMANAGED",
    serviceRole: "arn:aws:iam::123456789012:role/any",
  });
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "local" }];
  await call(aws.callBatch, "CreateJobQueue", { jobQueueName: "orders", priority: 1, computeEnvironmentOrder });
  const containerProperties = { image: "any", vcpus: 1, memory: 128, command: ["pack", "Ref::item"] };
  await call(aws.callBatch, "RegisterJobDefinition", {
    jobDefinitionName: "pack",
    type: "container",
    containerProperties,
  });
});

afterEach(() => aws.close());

async function call(endpoint, operation, input) {
  const { status, body } = await endpoint(operation, input);
  assert.equal(status, 200, `${operation}: ${JSON.stringify(body)}`);
  return body;
}

/** Runs the state machine, and returns the end of the execution as DescribeExecution does. */
async function runOrder(input) {
  const ended = new Promise((resolve) => {
    aws.onExecutionStatusChange(({ detail }) => {
      if (detail.status !== "RUNNING") resolve(detail.executionArn);
    });
  });
  const { stateMachineArn } = await call(aws.callStepFunctions, "CreateStateMachine", {
    name: "order",
    definition: DEFINITION,
    roleArn: "arn:aws:iam::123456789012:role/order",
  });
  await call(aws.callStepFunctions, "StartExecution", { stateMachineArn, input: JSON.stringify(input) });
  return call(aws.callStepFunctions, "DescribeExecution", { executionArn: await ended });
}

it("packs an item that is in stock, a day later", async () => {
  const { status, output, startDate, stopDate } = await runOrder({ item: "tea" });

  assert.equal(status, "SUCCEEDED");
  assert.deepEqual(JSON.parse(output), { status: "SUCCEEDED" });
  assert.deepEqual(commands, ["pack tea"]);
  assert.ok(stopDate - startDate >= 86_400);
});

it("fails with OutOfStock, without a job", async () => {
  const { status, error } = await runOrder({ item: "coffee" });

  assert.equal(status, "FAILED");
  assert.equal(error, "OutOfStock");
  assert.deepEqual(commands, []);
});

it("fails with PackingFailed if the job runs out of memory", async () => {
  aws.faults.load({ faults: [{ fault: "OutOfMemory" }] });

  const { error } = await runOrder({ item: "tea" });

  assert.equal(error, "PackingFailed");
});
