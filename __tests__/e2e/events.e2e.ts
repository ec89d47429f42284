import { GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeClone, type Clone } from "./support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import { listAccount } from "./support/inventory";
import { step } from "./support/steps";

const DEV = ["--environment", "dev"];
const EVENTS = { WAIT_INTEGRATION: "events" };
const MINUTE_MS = 60_000;

let cloud: Cloud;
let clone: Clone;
let bootstrapped: string[];

beforeAll(async () => {
  cloud = await startCloud();
  clone = await makeClone(cloud.environment, "022");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await clone.remove();
  await cloud.stop();
});

const gate = (): string => join(clone.path, "build", "gate");

/** Starts an execution whose job runs until the gate is open. */
async function startGated(name: string, settings: Record<string, string>): Promise<void> {
  const input = join(clone.path, "build", `${name}.json`);
  const job = { jobName: name, jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev" };
  const command = ["sh", "-c", 'while [ ! -e "$0" ]; do sleep 0.2; done', gate()];
  await writeFile(
    input,
    JSON.stringify({
      ...job,
      wait_time: 600,
      containerOverrides: { command },
      timeout: { attemptDurationSeconds: 86_400 },
    }),
  );
  const { exitCode, output } = await clone.poller(["start", ...DEV, "--input", input, "--name", name], settings);
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
}

/** Returns how the waits for an event ended, in order. */
async function findWaitEnds(name: string): Promise<string[]> {
  const client = new SFNClient({
    region: REGION,
    endpoint: cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const executionArn = `arn:aws:states:${REGION}:${ACCOUNT_ID}:execution:job-status-poller-dev:${name}`;
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  client.destroy();
  return events.flatMap(({ type, taskSucceededEventDetails: succeeded, taskTimedOutEventDetails: timedOut }) =>
    type !== undefined && [succeeded, timedOut].some((details) => details?.resource === "putItem.waitForTaskToken")
      ? [type]
      : [],
  );
}

step(
  "deploys with polls, and starts an execution",
  async () => {
    expect(await clone.poller(["bootstrap", ...DEV, "--yes"])).toMatchObject({ exitCode: 0 });
    bootstrapped = await listAccount(cloud);
    expect(await clone.poller(["deploy", ...DEV, "--yes"])).toMatchObject({ exitCode: 0 });
    await startGated("of-poll", {});
  },
  8 * MINUTE_MS,
);

step(
  "changes to events, and then plans no changes",
  async () => {
    const { exitCode, output } = await clone.poller(["deploy", ...DEV, "--yes"], EVENTS);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain("aws_dynamodb_table");

    const plan = await clone.poller(["plan", ...DEV], EVENTS);

    expect({ exitCode: plan.exitCode, output: plan.output }).toMatchObject({ exitCode: 0 });
  },
  8 * MINUTE_MS,
);

step(
  "notices the end of a job by its event",
  async () => {
    // Without an event, the wait would take up to 48 minutes of real time.
    const arguments_ = ["smoke", ...DEV, "--wait-time", "86400", "--name", "by-event", "--json"];
    const { exitCode, stdout, output } = await clone.poller(arguments_, EVENTS);

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
    expect(await findWaitEnds("by-event")).toEqual(["TaskSucceeded"]);
  },
  8 * MINUTE_MS,
);

step(
  "changes back to polls, and finishes the executions that were started before both changes",
  async () => {
    await startGated("of-events", EVENTS);
    const { exitCode, output } = await clone.poller(["deploy", ...DEV, "--yes"]);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    await writeFile(gate(), "");

    for (const name of ["of-poll", "of-events"]) {
      const { stdout } = await clone.poller(["watch", name, ...DEV, "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({ jobName: name, status: "SUCCEEDED", exitCode: 0 });
    }
  },
  8 * MINUTE_MS,
);

step(
  "destroys everything except the resources of bootstrap",
  async () => {
    expect(await clone.poller(["destroy", ...DEV, "--yes"])).toMatchObject({ exitCode: 0 });

    expect(await listAccount(cloud)).toEqual(bootstrapped);
  },
  8 * MINUTE_MS,
);
