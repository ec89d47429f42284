import { createAwsClients } from "../../../cli/target/aws-clients";
import { fetchLogTail } from "../../../cli/watch/fetch-log-tail";
import { describeJob } from "../../../workflow/result/describe-job";
import { givenJob } from "../../../testing/workflow/job-fixture";

const FACTS = { polls: 0, reused: false, duplicates: [] };

/** Clients whose log client answers with its region instead of calling AWS. */
function givenClients(region: string) {
  const clients = createAwsClients(region);
  const answer = (client: typeof clients.logs) => {
    client.middlewareStack.add(
      () => async () => {
        const message = await client.config.region();
        return { output: { $metadata: {}, events: [{ message }] }, response: {} };
      },
      { step: "initialize" },
    );
    return client;
  };
  answer(clients.logs);
  return { ...clients, logsIn: (other: string) => (other === region ? clients.logs : answer(clients.logsIn(other))) };
}

it.each([
  ["of its own region, where the job names none", undefined, "us-east-2"],
  ["of the region that the job names", "eu-central-1", "eu-central-1"],
])("reads the log %s", async (_title, awslogsRegion, expected) => {
  const options = awslogsRegion === undefined ? {} : { "awslogs-region": awslogsRegion };
  const logConfiguration = { logDriver: "awslogs", options };
  const job = givenJob({ container: { exitCode: 1, logStreamName: "s", logConfiguration } });
  const clients = givenClients("us-east-2");

  const lines = await fetchLogTail(clients, describeJob(job, FACTS), new AbortController().signal);

  clients.close();
  expect(lines).toEqual([expected]);
});

it("keeps one client for each region", () => {
  const clients = createAwsClients("us-east-2");

  expect(clients.logsIn("us-east-2")).toBe(clients.logs);
  expect(clients.logsIn("eu-central-1")).toBe(clients.logsIn("eu-central-1"));
  clients.close();
});
