import { checkOptions } from "../src/check-options";
import { createScaledClock } from "../src/clock";
import { startLocalAws } from "../src/local-aws";

const RESOURCES = {
  region: "eu-west-1",
  accountId: "123456789012",
  computeEnvironments: [],
  jobQueue: {},
  jobDefinition: {},
  stateMachine: { name: "m", definition: "{}", roleArn: "arn" },
};

it.each([
  [{ clock: 60 }, "clock must be a clock, such as createScaledClock(60)"],
  [{ runner: "docker" }, "runner must be a runner, such as createProcessRunner({ clock })"],
  [{ region: "europe" }, "region must be a region, such as eu-west-1"],
  [{ accountId: 123456789012 }, "accountId must be a string"],
  [{ accountId: "1" }, "accountId must be a text of 12 digits"],
  [{ batchPort: 70_000 }, "batchPort must be a port from 0 to 65535"],
  [{ batchPort: "8080" }, "batchPort must be a port from 0 to 65535"],
  [{ functions: {} }, "functions must be a list"],
  [{ functions: [{ functionName: "f" }] }, "functions.0.functionArn is required; functions.0.codeFile is required"],
  [{ onEvent: 1, random: 2 }, "onEvent must be a function; random must have a method next"],
  [{ resource: {} }, "unknown option resource; the options are region, accountId, functions, clock, runner,"],
  [{ resources: RESOURCES, region: "eu-west-1" }, "unknown option region; the options are clock, runner,"],
  [{ resources: { ...RESOURCES, stateMachine: {} } }, "resources.stateMachine.name is required"],
])("rejects %j", (options, expected) => {
  expect(() => {
    checkOptions(options);
  }).toThrow(`startLocalAws: ${expected}`);
});

it.each([{}, { clock: createScaledClock(1), batchPort: 0 }, { resources: RESOURCES }])("accepts %j", (options) => {
  expect(() => {
    checkOptions(options);
  }).not.toThrow();
});

it("rejects invalid options before anything starts", async () => {
  await expect(startLocalAws({ accountId: "1" })).rejects.toThrow("accountId must be a text of 12 digits");
});
