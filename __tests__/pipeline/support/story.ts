import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { ActEnd } from "./act";
import type { Pipeline } from "./pipeline";

/** A busy machine is slow, not wrong. */
export const LIMIT_MS = 20 * 60_000;
const LOG_GROUP = "/aws/batch/job-status-poller-dev";

/** Never in a source as they are; only Terraform puts their parts together. */
export const CANARIES = ["tok-canary-8f2c51", "AKIACANARY7EXAMPLE23"];
export const CANARY_EXPRESSIONS =
  '{ variables: { API_TOKEN: \'${join("-", ["tok", "canary", "8f2c51"])}\', FEED: \'${join("", ["AKIA", "CANARY7EXAMPLE23"])}\' } }';

const client = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Changes the account behind Terraform's back: days that the job's log is kept. */
export async function setRetentionByHand({ cloud }: Pipeline, retentionInDays: number): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...client, endpoint: cloud.motoUrl });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays }));
  logs.destroy();
}

/** Status of an execution on the account, by its name. */
export async function statusOf({ cloud }: Pipeline, executionName: string): Promise<string | undefined> {
  const stepFunctions = new SFNClient({ ...client, endpoint: cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "" });
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:${executionName}`;
  const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  stepFunctions.destroy();
  return status;
}

/** The whole log of a run that did not end as it should is the only way to see why. */
export function expectEnd(end: ActEnd, colour: "green" | "red"): void {
  if ((end.exitCode === 0) !== (colour === "green")) throw new Error(`must be ${colour}:\n${end.log}`);
}

/** A scenario that stands for itself once there is a deployment: what fails in one says nothing about the others. */
export function scenario(name: string, run: () => Promise<void>): void {
  it(
    name,
    async () => {
      const startedAt = performance.now();
      await run();
      process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${name}\n`);
    },
    LIMIT_MS,
  );
}
