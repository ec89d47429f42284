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

/** What every client of the account needs, besides its endpoint. */
export const AWS_CLIENT = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Changes the account behind Terraform's back: days that the job's log is kept. */
export async function setRetentionByHand({ cloud }: Pipeline, retentionInDays: number): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...AWS_CLIENT, endpoint: cloud.motoUrl });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays }));
  logs.destroy();
}

/** Status of an execution on the account, by its name. */
export async function statusOf({ cloud }: Pipeline, executionName: string): Promise<string | undefined> {
  const stepFunctions = new SFNClient({ ...AWS_CLIENT, endpoint: cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "" });
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:${executionName}`;
  const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  stepFunctions.destroy();
  return status;
}

/** The whole log of a run that did not end as it should is the only way to see why. */
export function expectEnd(end: ActEnd, colour: "green" | "red"): void {
  if ((end.exitCode === 0) !== (colour === "green")) throw new Error(`must be ${colour}:\n${end.log}`);
}

/** How far a change of an environment has come: Terraform is at work, which mostly waits; or all stacks are applied, and
 *  only smoke tests are left to do. */
export type Milestone = "under way" | "deployed";

/** Something that people do, and what becomes of it. */
export interface Scenario {
  readonly name: string;
  /** @param reached - is called by what changes an environment, when it has come so far */
  readonly run: (pipeline: Pipeline, reached: (milestone: Milestone) => void) => Promise<void>;
  /** Whether nothing can be said about later scenarios when it fails. */
  readonly isNeeded: boolean;
}

/** A scenario that stands for itself once there is a deployment: what fails in one says nothing about the others. */
export const scenario = (name: string, run: Scenario["run"]): Scenario => ({ name, run, isNeeded: false });

/** A scenario that the later ones build upon. */
export const needed = (name: string, run: Scenario["run"]): Scenario => ({ name, run, isNeeded: true });

const SIGNS: Readonly<Record<Milestone, string>> = {
  "under way": "assumed job-status-poller-dev-apply-",
  deployed: "assumed job-status-poller-dev-smoke-",
};

/** For the output of a run: tells of a milestone as soon as a job has the role for what follows. */
export function tellMilestones(reached: (milestone: Milestone) => void): (text: string) => void {
  let log = "";
  return (text) => {
    log += text;
    if (log.includes(SIGNS["under way"])) reached("under way");
    if (log.includes(SIGNS.deployed)) reached("deployed");
  };
}
