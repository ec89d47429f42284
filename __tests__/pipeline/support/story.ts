import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { ActEnd } from "./act";
import type { Pipeline } from "./pipeline";

/** Timeout of a scenario, in milliseconds; high, because a busy machine is slow. */
export const LIMIT_MS = 20 * 60_000;
const LOG_GROUP = "/aws/batch/job-status-poller-dev";

/** Secret values that do not occur in the sources; Terraform joins their parts. */
export const CANARIES = ["tok-canary-8f2c51", "AKIACANARY7EXAMPLE23"];
export const CANARY_EXPRESSIONS =
  '{ variables: { API_TOKEN: \'${join("-", ["tok", "canary", "8f2c51"])}\', FEED: \'${join("", ["AKIA", "CANARY7EXAMPLE23"])}\' } }';

/** Common options of all clients of the account. */
export const AWS_CLIENT = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Changes the retention of the job log outside Terraform, in days. */
export async function setRetentionByHand({ cloud }: Pipeline, retentionInDays: number): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...AWS_CLIENT, endpoint: cloud.motoUrl });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays }));
  logs.destroy();
}

/** Returns the status of an execution by name. */
export async function statusOf({ cloud }: Pipeline, executionName: string): Promise<string | undefined> {
  const stepFunctions = new SFNClient({ ...AWS_CLIENT, endpoint: cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "" });
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:${executionName}`;
  const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  stepFunctions.destroy();
  return status;
}

/** Checks the result of a run, and throws its whole log if it differs. */
export function expectEnd(end: ActEnd, colour: "green" | "red"): void {
  if ((end.exitCode === 0) !== (colour === "green")) throw new Error(`must be ${colour}:\n${end.log}`);
}

/** Scenario of user actions and their expected results. */
export interface Scenario {
  readonly name: string;
  /** @param onDeployed - called when a deployment has applied all stacks and only the smoke tests remain */
  readonly run: (pipeline: Pipeline, onDeployed: () => void) => Promise<void>;
  /** Whether later scenarios depend on this one, so that they are skipped if it fails. */
  readonly isNeeded: boolean;
}

/** Creates a scenario on which no others depend. */
export const scenario = (name: string, run: Scenario["run"]): Scenario => ({ name, run, isNeeded: false });

/** Creates a scenario on which later ones depend. */
export const needed = (name: string, run: Scenario["run"]): Scenario => ({ name, run, isNeeded: true });

/** Returns an output listener that calls back when a job assumes the role of the smoke tests. */
export function whenDeployed(onDeployed: () => void): (text: string) => void {
  let log = "";
  return (text) => {
    log += text;
    if (log.includes("assumed job-status-poller-dev-smoke-")) onDeployed();
  };
}
