import { createResources } from "../src/create-resources";

describe("createResources", () => {
  const resources = {
    region: "us-east-1",
    accountId: "123456789012",
    computeEnvironments: [{ computeEnvironmentName: "c" }],
    jobQueue: { jobQueueName: "q" },
    jobDefinition: { jobDefinitionName: "d" },
    stateMachine: { name: "m", definition: "{}", roleArn: "r" },
  };

  it.each([
    [{ message: "no such type" }, "no such type"],
    [{ odd: true }, '{"odd":true}'],
  ])("names the operation that an endpoint rejects with %j", async (body, shown) => {
    const refuse = () => Promise.resolve({ status: 400, body });
    const calls = { callBatch: refuse, callStepFunctions: refuse, callDynamoDb: refuse };

    await expect(createResources(resources, calls)).rejects.toThrow(
      `the local endpoint rejected CreateComputeEnvironment: ${shown}`,
    );
  });
});
