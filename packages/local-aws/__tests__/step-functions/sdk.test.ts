import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  InvalidName,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ROLE_ARN, closeEndpoints, functionArn, givenEndpoint, single, waitForEnd } from "./fixtures";

const clients: SFNClient[] = [];

async function given() {
  const endpoint = await givenEndpoint({ work: () => Promise.resolve({ ok: true }) });
  const client = new SFNClient({
    region: "eu-west-1",
    endpoint: endpoint.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  clients.push(client);
  const definition = JSON.stringify(single({ Type: "Task", Resource: functionArn("work") }));
  const created = await client.send(new CreateStateMachineCommand({ name: "sdk", definition, roleArn: ROLE_ARN }));
  return { endpoint, client, stateMachineArn: created.stateMachineArn ?? "" };
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await closeEndpoints();
});

describe("the unchanged AWS SDK", () => {
  it("creates, starts, describes, lists and reads the history", async () => {
    const { endpoint, client, stateMachineArn } = await given();

    const { executionArn = "", startDate } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: "one" }),
    );
    await waitForEnd(endpoint, executionArn);
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));

    expect(startDate).toEqual(new Date("2026-01-01T00:00:00Z"));
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '{"ok":true}' });
    expect(executions).toMatchObject([{ executionArn, name: "one", status: "SUCCEEDED" }]);
    expect(events).toHaveLength(7);
    expect(events?.[2]).toMatchObject({
      type: "LambdaFunctionScheduled",
      lambdaFunctionScheduledEventDetails: { resource: functionArn("work") },
    });
  });

  it("serves its clock", async () => {
    const { endpoint } = await given();

    const reply = await fetch(`${endpoint.url}/_clock`);

    expect(await reply.json()).toEqual({ nowMs: Date.parse("2026-01-01T00:00:00Z"), speed: 1 });
  });

  it("throws the errors of the API", async () => {
    const { endpoint, client, stateMachineArn } = await given();
    const { executionArn = "" } = await client.send(new StartExecutionCommand({ stateMachineArn, name: "one" }));
    await waitForEnd(endpoint, executionArn);

    await expect(client.send(new StartExecutionCommand({ stateMachineArn, name: "one" }))).rejects.toBeInstanceOf(
      ExecutionAlreadyExists,
    );
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, name: "ö ö" }))).rejects.toBeInstanceOf(
      InvalidName,
    );
    await expect(client.send(new StopExecutionCommand({ executionArn: `${executionArn}x` }))).rejects.toBeInstanceOf(
      ExecutionDoesNotExist,
    );
    await expect(
      client.send(new CreateStateMachineCommand({ name: "bad", definition: "{}", roleArn: ROLE_ARN })),
    ).rejects.toBeInstanceOf(InvalidDefinition);
  });
});
