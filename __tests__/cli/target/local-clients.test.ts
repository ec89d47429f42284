import { ListStateMachinesCommand } from "@aws-sdk/client-sfn";
import { createLocalClients } from "../../../cli/target/aws-clients";
import { explainAwsError } from "../../../cli/target/explain-aws-error";
import { startLoopbackServer, type LoopbackServer } from "local-aws";

const SETTINGS = ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"];

describe("createLocalClients", () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startLoopbackServer({
      name: "test",
      handle: () => Promise.resolve({ status: 200, body: JSON.stringify({ stateMachines: [] }) }),
    });
  });
  const hanging: LoopbackServer[] = [];
  afterEach(async () => {
    await Promise.all(hanging.splice(0).map((one) => one.close()));
    for (const name of SETTINGS) Reflect.deleteProperty(process.env, name);
    await server.close();
  });

  it.each(SETTINGS)("reaches the local endpoints although %s is true for AWS", async (setting) => {
    process.env[setting] = "true";
    const { stepFunctions, close } = createLocalClients("us-east-1", {
      stepFunctionsUrl: server.url,
      batchUrl: server.url,
      logsUrl: server.url,
    });

    const reply = await stepFunctions.send(new ListStateMachinesCommand({}));

    expect(reply.stateMachines).toEqual([]);
    close();
  });

  it("gives up on an endpoint that never replies, and says so in one line", async () => {
    const silent = await startLoopbackServer({ name: "test", handle: () => new Promise(() => undefined) });
    hanging.push(silent);
    const { stepFunctions, close } = createLocalClients(
      "us-east-1",
      { stepFunctionsUrl: silent.url, batchUrl: silent.url, logsUrl: silent.url },
      { connectionTimeout: 1_000, requestTimeout: 20 },
    );

    const error: unknown = await stepFunctions
      .send(new ListStateMachinesCommand({}))
      .catch((thrown: unknown) => thrown);

    expect(explainAwsError(error)).toBe(
      'cannot reach the endpoint (ETIMEDOUT: a request has exceeded the configured 20 ms requestTimeout.); check the network, or whether "poller local" still runs',
    );
    close();
  });
});
